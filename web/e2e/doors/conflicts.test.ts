import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { GoAway_Reason, Hello_ConflictPolicy } from "../../src/gen/beckon/v1/session_pb.js";
import { refusalOf } from "../support/door.js";
import { bye, data, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached, type Peer, registerAgain } from "../support/peer.js";
import { expectStopped } from "../support/resumable.js";
import { type HelloOptions, throughEveryDoor } from "../support/scenario.js";

const { CONFLICT_POLICY_UNSPECIFIED, REJECT, REPLACE } = Hello_ConflictPolicy;

throughEveryDoor((door) => {
  /** A second hello for the peer id of `holder` that must be refused. */
  async function refusedSecond(holder: Peer, hello: HelloOptions): Promise<void> {
    const end = await (await door.dial({ ...hello, peerId: holder.id })).end();
    expect(end).toMatchObject({ code: "ALREADY_EXISTS", reason: "PEER_ID_TAKEN", domain: "beckon.dev" });
    expect(end.message).toContain(holder.id);
  }

  async function expectReplaced(loser: Peer): Promise<void> {
    await expectStopped(loser, GoAway_Reason.REPLACED, "REPLACED");
  }

  test.each([CONFLICT_POLICY_UNSPECIFIED, REJECT])("a held peer id is refused under policy %s", async (onConflict) => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await refusedSecond(alice, { onConflict });
    await nothingElseReached(alice, bob);
  });

  test("a peer id is free once its session has ended", async () => {
    const alice = await door.register("alice");
    await alice.send(bye());
    await alice.end();
    const next = await registerAgain(alice);
    expect(next.sessionId).not.toBe(alice.sessionId);
  });

  test("under REPLACE the newer session takes the peer id and the older is told to stop", async () => {
    const [bob, first] = [await door.register("bob"), await door.register("alice")];
    const second = await door.register("alice", { peerId: first.id, onConflict: REPLACE });
    await expectReplaced(first);
    await bob.send(signal(first.id, data("to whom?")));
    expect(await second.next("signal")).toMatchObject({ from: bob.id });
  });

  test("the room sees the replaced session leave and its successor join", async () => {
    const room = freshId("room");
    const [bob, first] = [await door.register("bob"), await door.register("alice")];
    await bob.send(join(room));
    const { version } = await bob.next("roomSnapshot");
    await first.send(join(room));
    await bob.next("peerJoined");
    await first.next("roomSnapshot");

    const second = await door.register("alice", { peerId: first.id, onConflict: REPLACE });
    expect(await bob.next("peerLeft")).toMatchObject({
      version: version + 2n,
      peerId: first.id,
      sessionId: first.sessionId,
      reason: PeerLeft_Reason.REPLACED,
    });
    await second.send(join(room));
    expect(await bob.next("peerJoined")).toMatchObject({
      version: version + 3n,
      member: { peerId: first.id, sessionId: second.sessionId },
    });
    expect((await second.next("roomSnapshot")).members.map(({ sessionId }) => sessionId)).toEqual([
      bob.sessionId,
      second.sessionId,
    ]);
  });

  test("the key of the session before takes its place, whatever the policy", async () => {
    const sessionKey = randomBytes(16);
    const first = await door.register("alice", { sessionKey });
    await door.register("alice", { peerId: first.id, replacedSessionKey: sessionKey, onConflict: REJECT });
    await expectReplaced(first);
  });

  test("another key takes nobody's place", async () => {
    const first = await door.register("alice", { sessionKey: randomBytes(16) });
    await refusedSecond(first, { replacedSessionKey: randomBytes(16) });
    await refusedSecond(first, { sessionKey: randomBytes(16) });
  });

  test("a session without a key has no place that a key could take", async () => {
    const first = await door.register("alice");
    await refusedSecond(first, { replacedSessionKey: randomBytes(16), sessionKey: randomBytes(16) });
  });

  test("saying hello again with the same key attaches to the session that it made, whatever the policy", async () => {
    const sessionKey = randomBytes(32);
    const first = await door.register("alice", { sessionKey });
    const second = await door.register("alice", { peerId: first.id, sessionKey, onConflict: REPLACE });
    await expectStopped(first, GoAway_Reason.TAKEN_OVER, "TAKEN_OVER");
    expect(second.sessionId).toBe(first.sessionId);
  });

  test("of many that ask for one peer id at once exactly one gets it", async () => {
    const peerId = freshId("alice");
    const rivals = await Promise.all(Array.from({ length: 12 }, () => door.dial({ peerId })));
    const welcomed = rivals.map((rival) => rival.welcomed().then(() => "welcome"));
    const refused = rivals.map((rival) => rival.end().then(({ reason }) => reason));
    const outcomes = await Promise.all(rivals.map((_, i) => Promise.any([welcomed[i], refused[i]])));
    expect(outcomes.sort()).toEqual([...Array<string>(11).fill("PEER_ID_TAKEN"), "welcome"]);
    await Promise.all(rivals.map((rival) => rival.close()));
    await Promise.allSettled([...welcomed, ...refused]);
  });

  test("of many that replace each other one is left, and each of the others was told", async () => {
    const [bob, peerId] = [await door.register("bob"), freshId("alice")];
    const rivals = await Promise.all(Array.from({ length: 8 }, () => door.dial({ peerId, onConflict: REPLACE })));
    const losers = new Set<Peer>();
    const ended = rivals.map((rival) => rival.ended.then(() => rival));
    while (losers.size < rivals.length - 1) {
      losers.add(await Promise.race(ended.filter((_, i) => !losers.has(rivals[i] as Peer))));
    }
    for (const loser of losers) {
      // One that was replaced before it was welcome gets its status only.
      const kinds = loser.reader.unread().map(({ event }) => event.case);
      expect([[], ["welcome", "goAway"]]).toContainEqual(kinds);
      expect(await loser.end()).toMatchObject({ code: "ABORTED", reason: "REPLACED" });
    }
    const [winner] = rivals.filter((rival) => !losers.has(rival));
    await winner?.welcomed();
    await bob.send(signal(peerId, data("who is it?")));
    expect(await winner?.next("signal")).toMatchObject({ from: bob.id });
  });
});

throughEveryDoor(
  (door) => {
    test("the token of a replaced session opens nothing any more", async () => {
      const [bob, first] = [await door.register("bob"), await door.register("alice")];
      const second = await door.register("alice", { peerId: first.id, onConflict: REPLACE });
      await expect(refusalOf(first.send(signal(bob.id, data("me again"))))).resolves.toMatchObject({
        code: "ABORTED",
        reason: "ATTACHMENT_UNKNOWN",
      });
      await nothingElseReached(bob, second);
    });
  },
  "plain",
  ["Open+Send", "Open+Send through Envoy"],
);
