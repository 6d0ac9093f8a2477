import { expect, test } from "vitest";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { data, type Frame, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached } from "../support/peer.js";
import { throughEveryDoor } from "../support/scenario.js";

const LARGE = "x".repeat(65_536);
/** The server gives a reader that takes nothing 5 s, once the sockets, Envoy and its own queue are full. */
const PATIENCE_MS = 30_000;

throughEveryDoor((door) => {
  test("a reader that does not keep up is ended, and slows nobody", async () => {
    const room = freshId("room");
    const [slow, alice] = [await door.register("slow"), await door.register("alice")];
    const [bob, carol] = [await door.register("bob"), await door.register("carol")];
    await bob.send(join(room));
    await bob.next("roomSnapshot");
    await slow.send(join(room));
    await slow.next("roomSnapshot");
    await bob.next("peerJoined");

    slow.relay.freeze();
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline && bob.reader.unread().length === 0) {
      const frames: Frame[] = Array.from({ length: 4 }, () => signal(slow.id, data(LARGE)));
      await alice.send(...frames, signal(carol.id, data("as ever")));
      expect(await carol.next("signal")).toMatchObject({ from: alice.id });
    }
    expect(await bob.next("peerLeft")).toMatchObject({ peerId: slow.id, reason: PeerLeft_Reason.GONE });

    // Soon enough: the server keeps the end of a stream for a while for those who come to read it.
    slow.relay.thaw();
    expect(await slow.end()).toMatchObject({ code: "RESOURCE_EXHAUSTED", reason: "SLOW", domain: "beckon.dev" });
    const again = await door.register("slow", { peerId: slow.id });
    await nothingElseReached(again, bob);
  });
});
