import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Member_State, PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { GoAway_Reason, Welcome_Result } from "../../src/gen/beckon/v1/session_pb.js";
import { DOOR_NAMES, refusalOf } from "../support/door.js";
import { bye, data, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached } from "../support/peer.js";
import { ackOf, comeBack, dialBack, expectStopped, nextTexts, registerResumable } from "../support/resumable.js";
import { throughEveryDoor } from "../support/scenario.js";

const { NEW, LOSSLESS, RESYNC } = Welcome_Result;

throughEveryDoor((door) => {
  test("after a cut the session goes on, and what was not handled comes again, in order, then what is new", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    const { id } = alice.peer;
    const say = (text: string) => bob.send(signal(id, data(text)));
    for (const text of ["a", "b", "c"]) {
      await say(text);
    }
    expect(await nextTexts(alice.peer, 3)).toEqual(["1 a", "2 b", "3 c"]);
    alice.peer.relay.cut();
    await alice.peer.end();
    await say("d");
    await say("e");

    const back = await comeBack(alice, { lastSeq: 1n });
    expect(back.welcome).toMatchObject({ result: LOSSLESS, sessionId: alice.peer.sessionId, lastClientSeq: 0n });
    expect(await nextTexts(back, 4)).toEqual(["2 b", "3 c", "4 d", "5 e"]);
    await say("f");
    expect(await nextTexts(back, 1)).toEqual(["6 f"]);
  });

  test("what was acknowledged is not replayed, though hello does not say so", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    await bob.send(signal(alice.peer.id, data("a")), signal(alice.peer.id, data("b")));
    await nextTexts(alice.peer, 2);
    await alice.peer.send(ackOf(1), signal(freshId("nobody"), data("after the ack")));
    await alice.peer.next("notice");
    const back = await comeBack(alice, { lastSeq: 2n });
    // The notice about nobody.
    expect((await back.reader.nextEvent("notice")).seq).toBe(3n);
  });

  test("frames that are said again after coming back are handled once", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    const say = (seq: number) => signal(bob.id, data(String(seq)), {}, seq);
    await alice.peer.send(say(1), say(2));
    await alice.peer.acked(2);
    alice.peer.relay.cut();
    await alice.peer.end();
    const back = await comeBack(alice);
    expect(back.welcome.lastClientSeq).toBe(2n);
    await back.send(say(1), say(2), say(3));
    const texts = await nextTexts(bob, 3);
    expect(texts.map((text) => text.split(" ")[1])).toEqual(["1", "2", "3"]);
    await nothingElseReached(bob, back);
  });

  test("a hello whose welcome was lost is said again, and finds the session that it made", async () => {
    const bob = await door.register("bob");
    const [peerId, sessionKey] = [freshId("alice"), randomBytes(16)];
    const lost = await (await door.dial({ peerId, sessionKey })).welcomed();
    await bob.send(signal(peerId, data("are you there?")));
    const found = await (await door.dial({ peerId, sessionKey })).welcomed();
    expect(found.welcome).toMatchObject({ result: NEW, sessionId: lost.sessionId });
    expect(await nextTexts(found, 1)).toEqual(["1 are you there?"]);
  });

  test("a newer stream takes the session over, and the older one is told to stop", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    const back = await comeBack(alice);
    await expectStopped(alice.peer, GoAway_Reason.TAKEN_OVER, "TAKEN_OVER");
    await bob.send(signal(back.id, data("to whom?")));
    expect(await nextTexts(back, 1)).toEqual(["1 to whom?"]);
  });

  test.each(DOOR_NAMES)("a session is no door's own: it goes on through %s", async (other) => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    await bob.send(signal(alice.peer.id, data("a")));
    const back = await comeBack(alice, {}, other);
    expect(back.welcome).toMatchObject({ result: LOSSLESS, sessionId: alice.peer.sessionId });
    expect(await nextTexts(back, 1)).toEqual(["1 a"]);
    await back.send(signal(bob.id, data("b"), {}, 1));
    expect(await bob.next("signal")).toMatchObject({ from: back.id, fromSessionId: alice.peer.sessionId });
  });

  test("a session that the server does not know begins anew, and the client is told so", async () => {
    const hello = { sessionKey: randomBytes(16), sessionId: "gone", lastSeq: 12n };
    const alice = await door.register("alice", hello);
    expect(alice.welcome).toMatchObject({ result: RESYNC, lastClientSeq: 0n, rooms: [] });
    expect(alice.sessionId).not.toBe("gone");
  });

  test("whoever claims to have handled less than was acknowledged begins anew", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    await bob.send(signal(alice.peer.id, data("a")), signal(alice.peer.id, data("b")));
    await nextTexts(alice.peer, 2);
    await alice.peer.send(ackOf(2), signal(freshId("nobody"), data("after the ack")));
    await alice.peer.next("notice");
    const back = await comeBack(alice, { lastSeq: 1n });
    expect(back.welcome.result).toBe(RESYNC);
    expect(back.sessionId).not.toBe(alice.peer.sessionId);
  });

  test("whoever claims to have handled more than was sent is refused", async () => {
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    await bob.send(signal(alice.peer.id, data("a")));
    await nextTexts(alice.peer, 1);
    const end = await (await dialBack(alice, { lastSeq: 2n })).end();
    expect(end).toMatchObject({ code: "INVALID_ARGUMENT", reason: "LAST_SEQ_UNKNOWN", domain: "beckon.dev" });
  });

  test("another key does not come back to the session", async () => {
    const alice = await registerResumable(door, "alice");
    const end = await (await dialBack(alice, { sessionKey: randomBytes(16) })).end();
    expect(end).toMatchObject({ code: "ALREADY_EXISTS", reason: "PEER_ID_TAKEN" });
  });

  test("bye ends the session for good", async () => {
    const alice = await registerResumable(door, "alice");
    await alice.peer.send(bye());
    expect(await alice.peer.end()).toMatchObject({ code: "OK" });
    const back = await comeBack(alice);
    expect(back.welcome.result).toBe(RESYNC);
  });

  test("a room sees who is away and who is back, and who comes back gets a snapshot before all else", async () => {
    const room = freshId("room");
    const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
    for (const peer of [bob, alice.peer]) {
      await peer.send(join(room));
      await peer.next("roomSnapshot");
    }
    const { version } = await bob.next("peerJoined");
    alice.peer.relay.cut();
    expect(await bob.next("memberUpdated")).toMatchObject({
      version: version + 1n,
      member: { peerId: alice.peer.id, sessionId: alice.peer.sessionId, state: Member_State.AWAY },
    });
    await bob.send(signal(alice.peer.id, data("wait"), { room }));

    const back = await comeBack(alice);
    expect(back.welcome.rooms).toEqual([room]);
    const snapshot = await back.next("roomSnapshot");
    expect(snapshot.members.map(({ peerId, state }) => [peerId, state])).toEqual([
      [bob.id, Member_State.LIVE],
      [alice.peer.id, Member_State.LIVE],
    ]);
    expect(await nextTexts(back, 1)).toEqual(["1 wait"]);
    expect(await bob.next("memberUpdated")).toMatchObject({ member: { state: Member_State.LIVE } });
    await back.send(bye());
    expect(await bob.next("peerLeft")).toMatchObject({ peerId: back.id, reason: PeerLeft_Reason.BYE });
  });
});

throughEveryDoor(
  (door) => {
    test("the token of an older stream is refused, and says nothing", async () => {
      const [alice, bob] = [await registerResumable(door, "alice"), await door.register("bob")];
      const back = await comeBack(alice);
      expect(back.welcome.attachmentToken).not.toBe(alice.peer.welcome.attachmentToken);
      const end = await refusalOf(alice.peer.send(signal(bob.id, data("from the past"), {}, 1)));
      expect(end).toMatchObject({ code: "ABORTED", reason: "TAKEN_OVER", domain: "beckon.dev" });
      await nothingElseReached(bob, back);
    });
  },
  "plain",
  ["Open+Send", "Open+Send through Envoy"],
);
