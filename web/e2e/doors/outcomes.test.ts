import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { Member_State, PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { GoAway_Reason, Presence_State, Welcome_Result } from "../../src/gen/beckon/v1/session_pb.js";
import { BRIEF } from "../support/brief-server.js";
import { data, type EventOf, join, signal, update, watch } from "../support/frames.js";
import { freshId, type Peer } from "../support/peer.js";
import { ackOf, comeBack, expectStopped, nextTexts, registerResumable } from "../support/resumable.js";
import { throughEveryDoor } from "../support/scenario.js";

const { UNDELIVERED, UNCONFIRMED, MAILBOX_FULL, RATE_LIMITED } = Notice_Code;

throughEveryDoor((door) => {
  /** Cuts a peer off, and resolves when the server knows that it is away. */
  async function cutOff(peer: Peer): Promise<void> {
    const witness = await door.register("witness");
    await witness.send(watch([peer.id]));
    await witness.next("presence");
    peer.relay.cut();
    expect(await witness.next("presence")).toMatchObject({ state: Presence_State.AWAY });
  }

  /** Everything that the next notices say, until each of `count` frames is named: code to seqs. */
  async function fates(sender: Peer, count: number): Promise<Record<string, number[]>> {
    const found: Record<string, number[]> = {};
    for (let named = 0; named < count; ) {
      const { code, clientSeqs } = await sender.next("notice");
      found[Notice_Code[code]] = [...(found[Notice_Code[code]] ?? []), ...clientSeqs.map(Number)];
      named += clientSeqs.length;
    }
    return found;
  }

  test("when the window is over, each signal that was taken has its outcome", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await registerResumable(door, "bob")];
    const say = (seq: number) => bob.peer.send(signal(alice.peer.id, data(String(seq)), {}, seq));
    await say(1);
    await say(2);
    await nextTexts(alice.peer, 2);
    await alice.peer.send(ackOf(1), signal(freshId("nobody"), data("after the ack")));
    await alice.peer.next("notice");
    await cutOff(alice.peer);
    await say(3);
    await say(4);
    await bob.peer.acked(4);
    // 1 was acknowledged, 2 was sent, 3 and 4 never left.
    expect(await fates(bob.peer, 3)).toEqual({ [Notice_Code[UNCONFIRMED]]: [2], [Notice_Code[UNDELIVERED]]: [3, 4] });
    const back = await comeBack(alice, { lastSeq: 2n });
    expect(back.welcome.result).toBe(Welcome_Result.RESYNC);
  });

  test("a room keeps who is away for the window, and then sees it leave", async () => {
    const room = freshId("room");
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    for (const peer of [bob, alice.peer]) {
      await peer.send(join(room));
      await peer.next("roomSnapshot");
    }
    await bob.next("peerJoined");
    alice.peer.relay.cut();
    expect(await bob.next("memberUpdated")).toMatchObject({ member: { state: Member_State.AWAY } });
    expect(await bob.next("peerLeft")).toMatchObject({ peerId: alice.peer.id, reason: PeerLeft_Reason.GONE });
  });

  test("a page that replaces the one before ends what waited for it in notices", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await registerResumable(door, "bob")];
    await cutOff(alice.peer);
    await bob.peer.send(signal(alice.peer.id, data("for the old page"), {}, 1));
    await bob.peer.acked(1);
    const hello = { peerId: alice.peer.id, sessionKey: randomBytes(16), replacedSessionKey: alice.sessionKey };
    const next = await door.register("alice", hello);
    expect(next.welcome.result).toBe(Welcome_Result.NEW);
    expect(await fates(bob.peer, 1)).toEqual({ [Notice_Code[UNDELIVERED]]: [1] });
  });

  test("a live page that is replaced is told so, and what it had not acknowledged is unconfirmed", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await registerResumable(door, "bob")];
    await bob.peer.send(signal(alice.peer.id, data("seen"), {}, 1));
    await nextTexts(alice.peer, 1);
    const hello = { peerId: alice.peer.id, sessionKey: randomBytes(16), replacedSessionKey: alice.sessionKey };
    await door.register("alice", hello);
    await expectStopped(alice.peer, GoAway_Reason.REPLACED, "REPLACED");
    expect(await fates(bob.peer, 1)).toEqual({ [Notice_Code[UNCONFIRMED]]: [1] });
  });

  test("one sender fills half of a mailbox: what is new is refused, what is there stays, and others still get in", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    const carol = await registerResumable(door, "carol");
    const half = BRIEF.maxMailboxEvents / 2;
    await cutOff(alice.peer);
    for (let seq = 1; seq <= half + 1; seq++) {
      await bob.send(signal(alice.peer.id, data(String(seq)), {}, seq));
    }
    const refused: EventOf<"notice"> = await bob.next("notice");
    expect(refused).toMatchObject({ code: MAILBOX_FULL, clientSeqs: [BigInt(half + 1)] });
    await carol.peer.send(signal(alice.peer.id, data("of carol"), {}, 1));
    await carol.peer.acked(1);
    const back = await comeBack(alice);
    expect(back.welcome.result).toBe(Welcome_Result.LOSSLESS);
    expect(await nextTexts(back, half + 1)).toEqual(["1 1", "2 2", "3 3", "4 4", "5 of carol"]);
  });

  test("more frames than allowed are refused with the time to wait, and their neighbour notices nothing", async () => {
    const [alice, bob, carol] = [
      await door.register("alice"),
      await door.register("bob"),
      await door.register("carol"),
    ];
    // Frames without an answer, but for the last ones.
    const frames = Array.from({ length: BRIEF.framesBurst + 3 }, (_, i) => update(`Alice ${i}`, {}, i + 1));
    await alice.send(...frames);
    const limited = await alice.next("notice");
    expect(limited.code).toBe(RATE_LIMITED);
    expect(Number(limited.clientSeqs[0])).toBeGreaterThan(BRIEF.framesBurst);
    expect(Number(limited.retryAfter?.seconds) + Number(limited.retryAfter?.nanos)).toBeGreaterThan(0);
    await carol.send(signal(bob.id, data("as ever")));
    expect(await bob.next("signal")).toMatchObject({ from: carol.id });
  });
}, "brief");
