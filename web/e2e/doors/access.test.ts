// What access tokens grant, and what the others see when one expires, at every door.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { Presence_State } from "../../src/gen/beckon/v1/session_pb.js";
import { makeToken, TOKEN_SECRET } from "../support/access-tokens.js";
import { DOOR_NAMES, dialWithToken } from "../support/door.js";
import { join, watch } from "../support/frames.js";
import { dial, freshId, type Peer } from "../support/peer.js";
import { type Stack, startStack } from "../support/stack.js";

const LONG_SECONDS = 600;
const ACCESS = ["--token-secret", TOKEN_SECRET, "--token-leeway", "1s", "--token-grace", "1s"];

let stack: Stack;

beforeAll(async () => {
  stack = await startStack(ACCESS);
});

afterAll(() => stack.stop());

describe.each(DOOR_NAMES)("%s", (door) => {
  async function register(id: string, token: string): Promise<Peer> {
    const hello = { peerId: id, sessionKey: randomBytes(16) };
    return await (await dial(stack.urls, door, hello, 0, dialWithToken(door, token))).welcomed();
  }

  test("only the peers that a token lets its owner watch can be watched", async () => {
    const [alice, bob, carol] = [freshId("alice"), freshId("bob"), freshId("carol")];
    const there = await register(bob, makeToken(bob, LONG_SECONDS));
    const watcher = await register(alice, makeToken(alice, LONG_SECONDS, { watch: [bob] }));

    await watcher.send(watch([carol], 1));
    expect(await watcher.next("notice")).toMatchObject({ code: Notice_Code.PERMISSION_DENIED, clientSeqs: [1n] });
    await watcher.send(watch([bob], 2));
    const live = { peerId: bob, state: Presence_State.LIVE, sessionId: there.sessionId };
    expect(await watcher.next("presence")).toMatchObject(live);
  });

  test("who may watch a peer but not signal to it does not get its session id", async () => {
    const [alice, bob] = [freshId("alice"), freshId("bob")];
    await register(bob, makeToken(bob, LONG_SECONDS));
    const watcher = await register(alice, makeToken(alice, LONG_SECONDS, { watch: [bob], signal_to: [alice] }));

    await watcher.send(watch([bob], 1));
    const live = { peerId: bob, state: Presence_State.LIVE, sessionId: "" };
    expect(await watcher.next("presence")).toMatchObject(live);
  });

  test("a member whose token expired leaves with that reason", async () => {
    const [alice, bob, room] = [freshId("alice"), freshId("bob"), freshId("room")];
    const watcher = await register(bob, makeToken(bob, LONG_SECONDS));
    await watcher.send(join(room, 1));
    await watcher.next("roomSnapshot");
    const member = await register(alice, makeToken(alice, 2));
    await member.send(join(room, 1));
    expect(await watcher.next("peerJoined")).toMatchObject({ room, member: { peerId: alice } });

    expect(await member.end()).toMatchObject({ code: "UNAUTHENTICATED", reason: "TOKEN_EXPIRED" });
    const left = { room, peerId: alice, reason: PeerLeft_Reason.TOKEN_EXPIRED };
    expect(await watcher.next("peerLeft")).toMatchObject(left);
  });
});
