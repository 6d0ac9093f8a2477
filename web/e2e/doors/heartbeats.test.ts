import { randomBytes } from "node:crypto";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { Member_State, PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { data, type Event, heartbeat, join, signal } from "../support/frames.js";
import { freshId, type Peer, registerAgain } from "../support/peer.js";
import { ackOf } from "../support/resumable.js";
import { type DoorUnderTest, throughEveryDoor } from "../support/scenario.js";
import { TIGHT } from "../support/tight-server.js";

/** More than a session lives without a word from its client. */
const MANY_BEATS = Math.ceil((2 * TIGHT.deadAfterMs) / TIGHT.heartbeatMs);

throughEveryDoor((door) => {
  test("the intervals are told in welcome", async () => {
    const { welcome } = await door.register("alice", { sessionKey: randomBytes(16) });
    expect(welcome.heartbeatInterval).toMatchObject({ seconds: 0n, nanos: TIGHT.heartbeatMs * 1_000_000 });
    expect(welcome.clientHeartbeatInterval).toMatchObject({ seconds: 0n, nanos: TIGHT.heartbeatMs * 1_000_000 });
  });

  test("a client that answers each heartbeat lives on", async () => {
    const alice = await door.register("alice", { sessionKey: randomBytes(16) });
    for (let i = 0; i < MANY_BEATS; i++) {
      await alice.next("heartbeat");
      await alice.send(heartbeat());
    }
    await alice.send(signal(freshId("nobody"), data("still here")));
    await nextBut(alice, "heartbeat", "notice");
  });

  test("any frame is as good as a heartbeat", async () => {
    const alice = await door.register("alice", { sessionKey: randomBytes(16) });
    for (let i = 0; i < MANY_BEATS; i++) {
      await alice.next("heartbeat");
      await alice.send(ackOf(0));
    }
    await alice.send(signal(freshId("nobody"), data("still here")));
    await nextBut(alice, "heartbeat", "notice");
  });

  test("the stream of a client that says nothing is ended, and it is told why", async () => {
    const [bob, alice] = await aliceKnownToBob(door);
    expect(await alice.end()).toMatchObject({ code: "UNAVAILABLE", reason: "HEARTBEAT_MISSED", domain: "beckon.dev" });
    await expectGone(bob, alice);
  });

  test("a client whose network died without a word is ended too", async () => {
    const [bob, alice] = await aliceKnownToBob(door);
    alice.relay.freeze();
    await expectGone(bob, alice);
    await registerAgain(alice);
  });

  test("a session without a key needs no heartbeats and gets none", async () => {
    const [alice, clock] = [
      await door.register("alice"),
      await door.register("clock", { sessionKey: randomBytes(16) }),
    ];
    for (let i = 0; i < MANY_BEATS; i++) {
      await clock.next("heartbeat");
      await clock.send(heartbeat());
    }
    await clock.send(signal(alice.id, data("are you there?")));
    expect(await alice.next("signal")).toMatchObject({ from: clock.id });
  });
}, "tight");

/** The defaults: without the promise Alice is there for 35 s, a browser for 150 s, which is longer than a test may take. */
throughEveryDoor((door) => {
  test("a client that promised to speak soon, and whose network died, is away soon", async () => {
    const [bob, alice] = await aliceKnownToBob(door);
    await alice.send(heartbeat({ nextWithin: durationFromMs(1_000) }), signal(freshId("nobody"), data("heard?")));
    await alice.next("roomSnapshot");
    await alice.next("notice");
    alice.relay.freeze();
    expect(await bob.next("memberUpdated")).toMatchObject({
      member: { peerId: alice.id, state: Member_State.AWAY },
    });
  });
});

/** Bob, who needs no heartbeats, and Alice, who does, in one room. */
async function aliceKnownToBob(door: DoorUnderTest): Promise<[Peer, Peer]> {
  const room = freshId("room");
  const bob = await door.register("bob");
  await bob.send(join(room));
  await bob.next("roomSnapshot");
  const alice = await door.register("alice", { sessionKey: randomBytes(16) });
  await alice.send(join(room));
  await bob.next("peerJoined");
  return [bob, alice];
}

/** Away at first, and gone when its window is over. */
async function expectGone(observer: Peer, peer: Peer): Promise<void> {
  expect(await observer.next("memberUpdated")).toMatchObject({
    member: { peerId: peer.id, state: Member_State.AWAY },
  });
  expect(await observer.next("peerLeft")).toMatchObject({ peerId: peer.id, reason: PeerLeft_Reason.GONE });
}

/** Skips events of one kind until one of the other comes. */
async function nextBut(peer: Peer, skipped: "heartbeat", kind: "notice"): Promise<Event["event"]> {
  for (;;) {
    const { event } = await peer.reader.nextOf(skipped, kind);
    if (event.case === kind) {
      return event;
    }
  }
}
