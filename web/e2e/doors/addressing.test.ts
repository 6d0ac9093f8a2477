import { expect, test } from "vitest";
import { Notice_Code, Notice_Reason } from "../../src/gen/beckon/v1/notice_pb.js";
import { Hello_ConflictPolicy } from "../../src/gen/beckon/v1/session_pb.js";
import { bye, data, offer, signal } from "../support/frames.js";
import { freshId, nothingElseReached } from "../support/peer.js";
import { throughEveryDoor } from "../support/scenario.js";

throughEveryDoor((door) => {
  test("a signal to a peer that is not there is answered at once", async () => {
    const alice = await door.register("alice");
    const bob = freshId("bob");
    await alice.send(signal(bob, offer(), { connectionId: "screen" }, 1));
    const notice = await alice.next("notice");
    expect(notice).toMatchObject({
      code: Notice_Code.PEER_UNAVAILABLE,
      reason: Notice_Reason.NOT_REGISTERED,
      clientSeqs: [1n],
      peerId: bob,
      connectionId: "screen",
      room: "",
      fieldViolations: [],
    });
    expect(notice.message).toContain(bob);
  });

  test("a frame without a number is refused without a number", async () => {
    const alice = await door.register("alice");
    await alice.send(signal(freshId("bob"), offer()));
    expect((await alice.next("notice")).clientSeqs).toEqual([]);
  });

  test("a peer that has left is not there", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await bob.send(bye());
    await bob.end();
    await alice.send(signal(bob.id, offer()));
    expect(await alice.next("notice")).toMatchObject({ reason: Notice_Reason.NOT_REGISTERED, peerId: bob.id });
  });

  test("a signal for a session reaches that session", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(signal(bob.id, offer(), { toSessionId: bob.sessionId }));
    expect(await bob.next("signal")).toMatchObject({ from: alice.id, toSessionId: "" });
  });

  test("a signal for a replaced session never reaches its successor", async () => {
    const [alice, first] = [await door.register("alice"), await door.register("bob")];
    const second = await door.register("bob", { peerId: first.id, onConflict: Hello_ConflictPolicy.REPLACE });
    await alice.send(signal(first.id, offer(), { toSessionId: first.sessionId }, 1));
    expect(await alice.next("notice")).toMatchObject({
      code: Notice_Code.PEER_UNAVAILABLE,
      reason: Notice_Reason.SESSION_REPLACED,
      clientSeqs: [1n],
      peerId: first.id,
    });
    await nothingElseReached(second, alice);
  });

  test("a signal for a session of a peer that is gone says NOT_REGISTERED", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await bob.send(bye());
    await bob.end();
    await alice.send(signal(bob.id, offer(), { toSessionId: bob.sessionId }));
    expect(await alice.next("notice")).toMatchObject({
      code: Notice_Code.PEER_UNAVAILABLE,
      reason: Notice_Reason.NOT_REGISTERED,
    });
  });

  test("nobody signals to oneself", async () => {
    const alice = await door.register("alice");
    await alice.send(signal(alice.id, data("hello me"), {}, 1));
    const { code, clientSeqs, fieldViolations } = await alice.next("notice");
    expect({ code, clientSeqs }).toEqual({ code: Notice_Code.INVALID_FRAME, clientSeqs: [1n] });
    expect(fieldViolations.map(({ field }) => field)).toEqual(["signal.to"]);
  });

  test("a signal to a reserved name of the server's own reaches nobody", async () => {
    const alice = await door.register("alice");
    await alice.send(signal("$admin", data("let me in")));
    expect(await alice.next("notice")).toMatchObject({
      code: Notice_Code.PEER_UNAVAILABLE,
      reason: Notice_Reason.NOT_REGISTERED,
    });
  });
});
