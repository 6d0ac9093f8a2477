import { create, toBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { ClientFrameSchema } from "../../src/gen/beckon/v1/signaling_pb.js";
import { data, type Frame, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached, registerAgain } from "../support/peer.js";
import { GARBAGE, rawCall } from "../support/raw-call.js";
import { throughEveryDoor } from "../support/scenario.js";

const MALFORMED = { code: "INVALID_ARGUMENT", reason: "MALFORMED_FRAME", domain: "beckon.dev" };
const TOO_LARGE = { code: "RESOURCE_EXHAUSTED", reason: "FRAME_TOO_LARGE", domain: "beckon.dev" };

/** One byte more than fits, most of it in a frame that would break no other rule as long as its session is young. */
function tooLargeFrame(to: string): Frame {
  return signal(to, { case: "offer", value: { sdp: "v=0".padEnd(524_289, "x") } });
}

throughEveryDoor((door) => {
  const url = door.urls[door.name];
  const first = door.name === "Connect" ? "Connect" : "Open";

  test("bytes that are no message are refused by name", async () => {
    expect(await rawCall(url, door.name, first, [GARBAGE])).toMatchObject(MALFORMED);
  });

  test("text that is not UTF-8 is no message", async () => {
    // hello { peer_id: one byte that no UTF-8 holds }
    const hello = new Uint8Array([0x0a, 0x01, 0xff]);
    const frame = new Uint8Array([door.name === "Connect" ? 0x1a : 0x0a, hello.length, ...hello]);
    expect(await rawCall(url, door.name, first, [frame])).toMatchObject(MALFORMED);
  });

  test("bytes that are no message, sent into a session, touch no other session", async () => {
    const [bob, carol] = [await door.register("bob"), await door.register("carol")];
    if (door.name === "Connect") {
      const peerId = freshId("alice");
      const hello = create(ClientFrameSchema, { frame: { case: "hello", value: { peerId } } });
      const messages = [toBinary(ClientFrameSchema, hello), GARBAGE];
      expect(await rawCall(url, door.name, "Connect", messages)).toMatchObject(MALFORMED);
      await registerAgain({ id: peerId, door: door.name, urls: door.urls });
    } else {
      expect(await rawCall(url, door.name, "Send", [GARBAGE])).toMatchObject(MALFORMED);
    }
    await nothingElseReached(bob, carol);
  });

  test("a message above the limit ends its call and reaches nobody", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const end = await alice.sendRefused(tooLargeFrame(bob.id));
    expect(end).toMatchObject(TOO_LARGE);
    expect(end.message).toContain("524288");
    await nothingElseReached(bob, await door.register("witness"));
  });

  test("a message that is larger than the transports take costs only its sender", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const huge = signal(bob.id, {
      case: "data",
      value: { content: { case: "bytes", value: new Uint8Array(8 << 20) } },
    });
    const end = await alice.sendRefused(huge);
    // Refused before it is read: gRPC resets the stream, gRPC-Web answers without details, and Envoy with HTTP 413.
    expect(["CANCELED", "RESOURCE_EXHAUSTED", "UNKNOWN"]).toContain(end.code);
    await nothingElseReached(bob, await door.register("witness"));
  });

  test("a message just within the limit is looked at", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const name = "x".repeat(523_900);
    await alice.send({ frame: { case: "updateMember", value: { displayName: name } } });
    expect((await alice.next("notice")).code).toBe(Notice_Code.TOO_LARGE);
    await nothingElseReached(bob, alice);
  });
});

throughEveryDoor(
  (door) => {
    test("on Connect a message above the limit ends the session, as the others see", async () => {
      const room = freshId("room");
      const [alice, bob] = [await door.register("alice"), await door.register("bob")];
      for (const peer of [bob, alice]) {
        await peer.send(join(room));
        await peer.next("roomSnapshot");
      }
      await bob.next("peerJoined");
      expect(await alice.sendRefused(tooLargeFrame(bob.id))).toMatchObject(TOO_LARGE);
      expect(await bob.next("peerLeft")).toMatchObject({ peerId: alice.id, reason: PeerLeft_Reason.GONE });
    });
  },
  "plain",
  ["Connect"],
);

throughEveryDoor(
  (door) => {
    test("a Send above the limit leaves its session alone", async () => {
      const [alice, bob] = [await door.register("alice"), await door.register("bob")];
      await alice.sendRefused(tooLargeFrame(bob.id));
      await alice.send(signal(bob.id, data("after"), {}, 1));
      expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "after" } } });
    });
  },
  "plain",
  ["Open+Send", "Open+Send through Envoy"],
);
