import { expect, inject, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { refusalOf } from "../support/door.js";
import { data, heartbeat, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached } from "../support/peer.js";
import { doorOf, throughEveryDoor } from "../support/scenario.js";

throughEveryDoor((door) => {
  test("frames with numbers are acked, whatever became of them", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(signal(bob.id, data("1"), {}, 1));
    expect(await alice.acked(1)).toBe(1n);
    await alice.send(signal(freshId("nobody"), data("2"), {}, 2), signal("", data("3"), {}, 3));
    expect(await alice.acked(3)).toBe(3n);
    expect(await alice.next("notice")).toMatchObject({ clientSeqs: [2n] });
    expect(await alice.next("notice")).toMatchObject({ clientSeqs: [3n] });
  });

  test("frames without numbers are never acked", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(signal(bob.id, data("x")), join(freshId("room")), heartbeat(), signal("", data("y")));
    await alice.next("roomSnapshot");
    expect((await alice.next("notice")).clientSeqs).toEqual([]);
    expect(await alice.acked(0)).toBe(0n);
    expect(alice.reader.frames.map(({ ack }) => ack)).toEqual(alice.reader.frames.map(() => 0n));
  });

  test("a frame that comes again is dropped and acked again", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const frames = [signal(bob.id, data("1"), {}, 1), signal(bob.id, data("2"), {}, 2)];
    await alice.send(...frames);
    await alice.send(...frames);
    await alice.send(signal(bob.id, data("an older number with other content"), {}, 1));
    await alice.send(signal(bob.id, data("3"), {}, 3));
    for (const text of ["1", "2", "3"]) {
      expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: text } } });
    }
    expect(await alice.acked(3)).toBe(3n);
    await nothingElseReached(bob, alice);
  });

  test("a refused frame that comes again is not refused again", async () => {
    const alice = await door.register("alice");
    const nobody = freshId("nobody");
    await alice.send(signal(nobody, data("x"), {}, 1), signal(nobody, data("x"), {}, 1));
    expect(await alice.next("notice")).toMatchObject({ clientSeqs: [1n] });
    await alice.send(join(freshId("room")));
    await alice.next("roomSnapshot");
  });

  test("a gap ends the call and says which number was expected", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(signal(bob.id, data("1"), {}, 1));
    await alice.acked(1);
    const end = await alice.sendRefused(signal(bob.id, data("3"), {}, 3));
    expect(end).toMatchObject({ code: "ABORTED", reason: "SEQ_GAP", metadata: { expected_seq: "2" } });
    expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "1" } } });
    await nothingElseReached(bob, await door.register("witness"));
  });

  test("the first number is 1", async () => {
    const alice = await door.register("alice");
    const end = await alice.sendRefused(signal(freshId("nobody"), data("2"), {}, 2));
    expect(end).toMatchObject({ code: "ABORTED", reason: "SEQ_GAP", metadata: { expected_seq: "1" } });
  });

  test("a number that broke a rule is used up", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(signal("", data("x"), {}, 1), signal(bob.id, data("2"), {}, 2));
    expect(await alice.next("notice")).toMatchObject({ code: Notice_Code.INVALID_FRAME, clientSeqs: [1n] });
    await bob.next("signal");
    expect(await alice.acked(2)).toBe(2n);
  });
});

throughEveryDoor(
  (door) => {
    test("a gap ends the Send, and the session goes on from the number that was expected", async () => {
      const [alice, bob] = [await door.register("alice"), await door.register("bob")];
      await alice.sendRefused(signal(bob.id, data("2"), {}, 2));
      await alice.send(signal(bob.id, data("1"), {}, 1), signal(bob.id, data("2"), {}, 2));
      expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "1" } } });
      expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "2" } } });
    });

    test("the response of Send says what is decided, and so does that of an empty one", async () => {
      const [alice, bob] = [await door.register("alice"), await door.register("bob")];
      const token = alice.welcome.attachmentToken;
      const frames = [1, 2, 3].map((seq) => signal(bob.id, data(String(seq)), {}, seq));
      expect(await alice.sendWith(token, frames)).toBe(3n);
      expect(await alice.sendWith(token, [])).toBe(3n);
      expect(await alice.sendWith(token, frames)).toBe(3n);
    });

    test("a Send carries at most 256 frames", async () => {
      const [alice, bob] = [await door.register("alice"), await door.register("bob")];
      const frames = Array.from({ length: 257 }, (_, i) => signal(bob.id, data(String(i))));
      const end = await alice.sendRefused(...frames);
      expect(end).toMatchObject({ code: "RESOURCE_EXHAUSTED", reason: "TOO_MANY_FRAMES" });
      await nothingElseReached(bob, alice);
      await alice.send(...frames.slice(0, 256));
      for (let i = 0; i < 256; i++) {
        expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: String(i) } } });
      }
    });

    test.each(["", "not-a-token"])("a Send with the token '%s' is refused", async (token) => {
      const alice = await door.register("alice");
      const end = await refusalOf(alice.sendWith(token, [signal(freshId("bob"), data("x"))]));
      expect(end).toMatchObject({ code: "ABORTED", reason: "ATTACHMENT_UNKNOWN", domain: "beckon.dev" });
    });

    test("the session id is no credential", async () => {
      const alice = await door.register("alice");
      const end = await refusalOf(alice.sendWith(alice.sessionId, [heartbeat()]));
      expect(end).toMatchObject({ reason: "ATTACHMENT_UNKNOWN" });
    });
  },
  "plain",
  ["Open+Send", "Open+Send through Envoy"],
);

test("on Connect a refusal's notice comes before its ack or with it", async () => {
  const alice = await doorOf(inject("plain").urls, "Connect").register("alice");
  const nobody = freshId("nobody");
  await alice.send(...Array.from({ length: 100 }, (_, i) => signal(nobody, data("x"), {}, i + 1)));
  await alice.acked(100);
  let told = 0n;
  for (const { ack, events } of alice.reader.frames) {
    told += BigInt(events.filter(({ event }) => event.case === "notice").length);
    expect(told).toBeGreaterThanOrEqual(ack);
  }
  expect(told).toBe(100n);
});
