import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { data, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached, type Peer, registerAgain } from "../support/peer.js";
import { throughEveryDoor } from "../support/scenario.js";
import { eventually } from "../support/waiting.js";

/** Sockets, Envoy and the server's queue together hold less than 48 MiB. */
const MANY = 768;
const LARGE = "x".repeat(65_000);

throughEveryDoor((door) => {
  test("a burst that does not fit is refused to its sender, and all the rest arrives", async () => {
    const [slow, alice, bob] = [await door.register("slow"), await door.register("alice"), await door.register("bob")];
    slow.relay.freeze();
    const sent = await sendUntilRefused(alice, slow, bob);
    const refused = await refusedSeqs(alice, slow, sent);
    expect(refused.size).toBeGreaterThan(0);

    slow.relay.thaw();
    for (let seq = 1; seq <= sent; seq++) {
      if (!refused.has(BigInt(seq))) {
        const { body } = await slow.next("signal");
        expect(body.case === "data" && body.value.label).toBe(String(seq));
      }
    }
    await nothingElseReached(slow, alice);
  });
});

throughEveryDoor((door) => {
  test("a reader that takes nothing for long is ended, and slows nobody", async () => {
    const room = freshId("room");
    const [slow, alice, bob] = [await door.register("slow"), await door.register("alice"), await door.register("bob")];
    await bob.send(join(room));
    await bob.next("roomSnapshot");
    await slow.send(join(room));
    await slow.next("roomSnapshot");
    await bob.next("peerJoined");

    slow.relay.freeze();
    const carol = await door.register("carol");
    await sendUntilRefused(alice, slow, carol);
    await eventually("bob hears that slow is gone", async () => {
      // Large ones: sockets and Envoy make room for a little more for a while, and then what is small would not be refused.
      const more = Array.from({ length: 4 }, () => signal(slow.id, data(LARGE)));
      await alice.send(...more, signal(carol.id, data("as ever")));
      expect(await carol.next("signal")).toMatchObject({ from: alice.id });
      expect(bob.reader.unread()).not.toHaveLength(0);
    });
    expect(await bob.next("peerLeft")).toMatchObject({ peerId: slow.id, reason: PeerLeft_Reason.GONE });

    // Soon enough: the server keeps the end of a stream for a while for those who come to read it.
    slow.relay.thaw();
    expect(await slow.end()).toMatchObject({ code: "RESOURCE_EXHAUSTED", reason: "SLOW", domain: "beckon.dev" });
    await nothingElseReached(await registerAgain(slow), bob);
  });
}, "tight");

/** Sends numbered signals until the first is refused; its neighbour gets its own at once all the while. */
async function sendUntilRefused(from: Peer, slow: Peer, neighbour: Peer): Promise<number> {
  let seq = 0;
  while (seq < MANY && from.reader.unread().length === 0) {
    const frames = Array.from({ length: 4 }, () => signal(slow.id, data(LARGE, String(++seq)), {}, seq));
    await from.send(...frames, signal(neighbour.id, data("as ever")));
    expect(await neighbour.next("signal")).toMatchObject({ from: from.id });
  }
  await from.acked(seq);
  return seq;
}

/** What was refused of `sent` signals, all of which are decided: every notice up to the sentinel. */
async function refusedSeqs(sender: Peer, slow: Peer, sent: number): Promise<Set<bigint>> {
  const nobody = freshId("nobody");
  await sender.send(signal(nobody, data("sentinel"), {}, sent + 1));
  const refused = new Set<bigint>();
  for (;;) {
    const { code, peerId, clientSeqs } = await sender.next("notice");
    if (peerId === nobody) {
      return refused;
    }
    expect({ code, peerId }).toEqual({ code: Notice_Code.MAILBOX_FULL, peerId: slow.id });
    clientSeqs.forEach((seq) => void refused.add(seq));
  }
}
