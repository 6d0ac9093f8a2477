import { expect, inject, test } from "vitest";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { refusalOf } from "../support/door.js";
import { bye, data, join, signal } from "../support/frames.js";
import { freshId, nothingElseReached, type Peer, registerAgain } from "../support/peer.js";
import { type DoorUnderTest, doorOf, throughEveryDoor } from "../support/scenario.js";

throughEveryDoor((door) => {
  test("bye ends the stream in good order, and the room sees it", async () => {
    const [alice, bob] = await twoInARoom(door);
    await alice.send(bye());
    expect(await alice.end()).toMatchObject({ code: "OK" });
    await expectLeft(bob, alice, PeerLeft_Reason.BYE);
  });

  test("frames before bye are handled, frames after it are not", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const sent = alice.send(signal(bob.id, data("last words")), bye(), signal(bob.id, data("from the grave")));
    await sent.catch(() => "the session is over, so Send may be refused");
    expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "last words" } } });
    await alice.end();
    await nothingElseReached(bob, await door.register("witness"));
  });

  test("a stream that is cancelled is gone", async () => {
    const [alice, bob] = await twoInARoom(door);
    alice.cancel();
    await expectLeft(bob, alice, PeerLeft_Reason.GONE);
    await registerAgain(alice);
  });

  test("a stream that is cancelled before its welcome leaves nothing behind", async () => {
    const peerId = freshId("alice");
    for (let i = 0; i < 10; i++) {
      (await door.dial({ peerId })).cancel();
    }
    const bob = await door.register("bob");
    await bob.send(join(freshId("room")));
    await bob.next("roomSnapshot");
    await registerAgain({ id: peerId, door: door.name, urls: door.urls });
  });

  test("a connection that breaks is gone", async () => {
    const [alice, bob] = await twoInARoom(door);
    alice.relay.cut();
    await expectLeft(bob, alice, PeerLeft_Reason.GONE);
    await registerAgain(alice);
  });

  test("one who is gone gets nothing, and its neighbours all", async () => {
    const [alice, bob] = await twoInARoom(door);
    alice.relay.cut();
    await expectLeft(bob, alice, PeerLeft_Reason.GONE);
    const carol = await door.register("carol");
    await nothingElseReached(bob, carol);
  });
});

throughEveryDoor(
  (door) => {
    test("the token of a session that has ended opens nothing", async () => {
      const [alice, bob] = [await door.register("alice"), await door.register("bob")];
      await alice.send(bye());
      await alice.end();
      const end = await refusalOf(alice.send(signal(bob.id, data("hello?"))));
      expect(end).toMatchObject({ code: "ABORTED", reason: "ATTACHMENT_UNKNOWN" });
    });
  },
  "plain",
  ["Open+Send", "Open+Send through Envoy"],
);

test("a Connect that is half-closed ends in good order", async () => {
  const [alice, bob] = await twoInARoom(doorOf(inject("plain").urls, "Connect"));
  alice.halfClose();
  expect(await alice.end()).toMatchObject({ code: "OK" });
  await expectLeft(bob, alice, PeerLeft_Reason.GONE);
});

test("frames before the half-close are handled, and answered", async () => {
  const door = doorOf(inject("plain").urls, "Connect");
  const [alice, bob] = [await door.register("alice"), await door.register("bob")];
  await alice.send(signal(bob.id, data("1"), {}, 1), signal(freshId("nobody"), data("2"), {}, 2));
  alice.halfClose();
  expect(await bob.next("signal")).toMatchObject({ from: alice.id });
  expect(await alice.next("notice")).toMatchObject({ clientSeqs: [2n] });
  expect(await alice.end()).toMatchObject({ code: "OK" });
});

async function twoInARoom(door: DoorUnderTest): Promise<[Peer, Peer]> {
  const room = freshId("room");
  const [alice, bob] = [await door.register("alice"), await door.register("bob")];
  for (const peer of [bob, alice]) {
    await peer.send(join(room));
    await peer.next("roomSnapshot");
  }
  await bob.next("peerJoined");
  return [alice, bob];
}

async function expectLeft(observer: Peer, peer: Peer, reason: PeerLeft_Reason): Promise<void> {
  expect(await observer.next("peerLeft")).toMatchObject({ peerId: peer.id, sessionId: peer.sessionId, reason });
}
