import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { Member_State, PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { bye, data, type EventOf, join, leave, signal, update } from "../support/frames.js";
import { freshId, nothingElseReached, type Peer } from "../support/peer.js";
import { type DoorUnderTest, type HelloOptions, throughEveryDoor } from "../support/scenario.js";

type Snapshot = EventOf<"roomSnapshot">;

throughEveryDoor((door) => {
  test("the first member sees itself, live, with all that its hello said", async () => {
    const room = freshId("room");
    const alice = await door.register("alice", { displayName: "Alice Ω", attributes: { role: "host" } });
    await alice.send(join(room, 1));
    const { members, ...snapshot } = await alice.next("roomSnapshot");
    expect(snapshot).toMatchObject({ room, clientSeq: 1n, more: false });
    expect(members).toMatchObject([
      {
        peerId: alice.id,
        sessionId: alice.sessionId,
        state: Member_State.LIVE,
        displayName: "Alice Ω",
        attributes: { role: "host" },
      },
    ]);
  });

  test("a member that joins is told to the others, and sees all in the order of joining", async () => {
    const room = freshId("room");
    const [zoe, first] = await joined(door, room, "zoe");
    const [alice, snapshot] = await joined(door, room, "alice", { displayName: "Alice" });
    expect(await zoe.next("peerJoined")).toMatchObject({
      room,
      version: first.version + 1n,
      member: { peerId: alice.id, sessionId: alice.sessionId, state: Member_State.LIVE, displayName: "Alice" },
    });
    expect(snapshot.version).toBe(first.version + 1n);
    expect(ids(snapshot)).toEqual([zoe.id, alice.id]);
  });

  test("a join without a number gives a snapshot without a number", async () => {
    const [, { clientSeq }] = await joined(door, freshId("room"), "alice");
    expect(clientSeq).toBe(0n);
  });

  test("joining again gives a fresh snapshot and changes nothing", async () => {
    const room = freshId("room");
    const [alice, { version }] = await joined(door, room, "alice");
    const [bob] = await joined(door, room, "bob");
    await alice.next("peerJoined");
    await bob.send(join(room));
    const again = await bob.next("roomSnapshot");
    expect(again.version).toBe(version + 1n);
    expect(ids(again)).toEqual([alice.id, bob.id]);
    await nothingElseReached(alice, bob);
  });

  test("one who leaves is told so, like all others, and its session goes on", async () => {
    const room = freshId("room");
    const [alice, { version }] = await joined(door, room, "alice");
    const [bob] = await joined(door, room, "bob");
    await alice.next("peerJoined");
    await bob.send(leave(room));
    const left = {
      room,
      version: version + 2n,
      peerId: bob.id,
      sessionId: bob.sessionId,
      reason: PeerLeft_Reason.LEFT,
    };
    expect(await alice.next("peerLeft")).toMatchObject(left);
    expect(await bob.next("peerLeft")).toMatchObject(left);
    await nothingElseReached(bob, alice);
  });

  test("who is not in a room cannot leave it", async () => {
    const room = freshId("room");
    const alice = await door.register("alice");
    await alice.send(leave(room, 1));
    expect(await alice.next("notice")).toMatchObject({
      code: Notice_Code.NOT_IN_ROOM,
      room,
      peerId: alice.id,
      clientSeqs: [1n],
    });
  });

  test("bye leaves all rooms at once", async () => {
    const rooms = [freshId("room"), freshId("room")];
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    for (const room of rooms) {
      await alice.send(join(room));
      await alice.next("roomSnapshot");
      await bob.send(join(room));
      await bob.next("roomSnapshot");
      await alice.next("peerJoined");
    }
    await bob.send(bye());
    const left = [await alice.next("peerLeft"), await alice.next("peerLeft")];
    expect(left.map(({ room }) => room).sort()).toEqual([...rooms].sort());
    expect(left).toMatchObject(rooms.map(() => ({ peerId: bob.id, reason: PeerLeft_Reason.BYE })));
  });

  test("a change of name and attributes is told in every room, to oneself too", async () => {
    const rooms = [freshId("room"), freshId("room")] as const;
    const alice = await door.register("alice", { displayName: "A", attributes: { keep: "1", drop: "2", set: "3" } });
    for (const room of rooms) {
      await alice.send(join(room));
      await alice.next("roomSnapshot");
    }
    const [bob] = await joined(door, rooms[1], "bob");
    await alice.next("peerJoined");
    await alice.send(update("Alice", { drop: "", set: "4", add: "5" }));
    const member = {
      peerId: alice.id,
      sessionId: alice.sessionId,
      state: Member_State.LIVE,
      displayName: "Alice",
      attributes: { keep: "1", set: "4", add: "5" },
    };
    const seen = [await alice.next("memberUpdated"), await alice.next("memberUpdated")];
    expect(new Set(seen.map(({ room }) => room))).toEqual(new Set(rooms));
    expect(seen).toMatchObject([{ member }, { member }]);
    const { member: seenByBob } = await bob.next("memberUpdated");
    expect(seenByBob?.attributes).toEqual(member.attributes);
  });

  test("what an update does not name stays as it is", async () => {
    const room = freshId("room");
    const [alice] = await joined(door, room, "alice", { displayName: "Alice", attributes: { role: "host" } });
    await alice.send(update(undefined, { mood: "good" }));
    expect((await alice.next("memberUpdated")).member).toMatchObject({
      displayName: "Alice",
      attributes: { role: "host", mood: "good" },
    });
    await alice.send(update("", {}));
    expect((await alice.next("memberUpdated")).member).toMatchObject({
      displayName: "",
      attributes: { role: "host", mood: "good" },
    });
  });

  test("an update outside of rooms is seen by whoever meets the peer later", async () => {
    const room = freshId("room");
    const alice = await door.register("alice", { displayName: "Before" });
    await alice.send(update("After"));
    await alice.send(join(room));
    expect((await alice.next("roomSnapshot")).members).toMatchObject([{ displayName: "After" }]);
  });

  test("an update that makes the attributes too large changes nothing", async () => {
    const room = freshId("room");
    const [alice] = await joined(door, room, "alice", { displayName: "Alice", attributes: { a: "x".repeat(5_000) } });
    await alice.send(update("Other", { b: "y".repeat(5_000) }, 1));
    expect(await alice.next("notice")).toMatchObject({ code: Notice_Code.TOO_LARGE, clientSeqs: [1n] });
    await alice.send(join(room));
    const [member] = (await alice.next("roomSnapshot")).members;
    expect(member?.displayName).toBe("Alice");
    expect(Object.keys(member?.attributes ?? {})).toEqual(["a"]);
  });

  test("a signal in a room reaches a fellow member, with the room", async () => {
    const room = freshId("room");
    const [alice] = await joined(door, room, "alice");
    const [bob] = await joined(door, room, "bob");
    await bob.send(signal(alice.id, data("hi"), { room }));
    await alice.next("peerJoined");
    expect(await alice.next("signal")).toMatchObject({ from: bob.id, room });
  });

  test("a signal never overtakes the news that its sender has joined", async () => {
    const room = freshId("room");
    const [alice] = await joined(door, room, "alice");
    for (let i = 0; i < 20; i++) {
      const newcomer = await door.register("newcomer");
      await newcomer.send(join(room), signal(alice.id, data("hello, all"), { room }), leave(room));
      expect((await alice.next("peerJoined")).member?.peerId).toBe(newcomer.id);
      // Changes of a room do not wait for signals, so its leaving may come first.
      const rest = [await alice.reader.nextOf("signal", "peerLeft"), await alice.reader.nextOf("signal", "peerLeft")];
      const named = rest.map(({ event }) => (event.case === "signal" ? event.value.from : event.value.peerId));
      expect(rest.map(({ event }) => event.case).sort()).toEqual(["peerLeft", "signal"]);
      expect(named).toEqual([newcomer.id, newcomer.id]);
    }
  });

  test("a signal in a room needs both to be members", async () => {
    const room = freshId("room");
    const [alice] = await joined(door, room, "alice");
    const bob = await door.register("bob");
    await alice.send(signal(bob.id, data("hi"), { room }, 1));
    expect(await alice.next("notice")).toMatchObject({
      code: Notice_Code.NOT_IN_ROOM,
      room,
      peerId: bob.id,
      clientSeqs: [1n],
    });
    await bob.send(signal(alice.id, data("hi"), { room }, 1));
    expect(await bob.next("notice")).toMatchObject({ code: Notice_Code.NOT_IN_ROOM, room, peerId: bob.id });
    await nothingElseReached(alice, bob);
    await nothingElseReached(bob, alice);
  });

  test("a room ends with its last member and begins anew with the next", async () => {
    const room = freshId("room");
    const [alice] = await joined(door, room, "alice");
    await alice.send(leave(room), join(room));
    await alice.next("peerLeft");
    expect(ids(await alice.next("roomSnapshot"))).toEqual([alice.id]);
  });

  test("versions have no gap, and the deltas add up to what a newcomer is shown", async () => {
    const room = freshId("room");
    const [alice, first] = await joined(door, room, "alice");
    const others = await Promise.all(Array.from({ length: 6 }, (_, i) => door.register(`peer${i}`)));
    await Promise.all(others.map((peer, i) => liveInRoom(peer, room, i)));
    const [last, snapshot] = await joined(door, room, "last");
    const roster = new Map([[alice.id, ""]]);
    for (let version = first.version + 1n; version <= snapshot.version; version++) {
      expect(await applyDelta(alice, roster)).toBe(version);
    }
    expect(roster.has(last.id)).toBe(true);
    expect(new Map(snapshot.members.map(({ peerId, displayName }) => [peerId, displayName]))).toEqual(roster);
  });

  test("a snapshot too large for one event comes in parts of one version", async () => {
    const room = freshId("room");
    const attributes = { large: "x".repeat(8_000) };
    const members = [];
    for (let i = 0; i < 24; i++) {
      members.push((await joined(door, room, `peer${i}`, { attributes }))[0].id);
    }
    const alice = await door.register("alice");
    await alice.send(join(room, 1));
    const parts = [await alice.next("roomSnapshot")];
    while (parts.at(-1)?.more) {
      parts.push(await alice.next("roomSnapshot"));
    }
    expect(parts.length).toBeGreaterThan(1);
    expect(new Set(parts.map(({ version }) => version)).size).toBe(1);
    expect(new Set(parts.map(({ clientSeq }) => clientSeq))).toEqual(new Set([1n]));
    expect(parts.flatMap(ids)).toEqual([...members, alice.id]);
  });
});

async function joined(
  door: DoorUnderTest,
  room: string,
  name: string,
  hello?: HelloOptions,
): Promise<[Peer, Snapshot]> {
  const peer = await door.register(name, hello);
  await peer.send(join(room));
  return [peer, await peer.next("roomSnapshot")];
}

/** Comes and goes a few times, and stays if its number is even. */
async function liveInRoom(peer: Peer, room: string, number: number): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await peer.send(join(room), update(`round ${round}`), leave(room));
  }
  if (number % 2 === 0) {
    await peer.send(join(room));
  }
  await peer.send(signal(freshId("nobody"), data("done"), {}, 1));
  await peer.acked(1);
}

/** Applies the next delta to a roster of names by peer id, and returns its version. */
async function applyDelta(observer: Peer, roster: Map<string, string>): Promise<bigint> {
  const { event } = await observer.reader.nextOf("peerJoined", "peerLeft", "memberUpdated");
  if (event.case === "peerLeft") {
    roster.delete(event.value.peerId);
  } else {
    roster.set(event.value.member?.peerId ?? "", event.value.member?.displayName ?? "");
  }
  return event.value.version;
}

function ids({ members }: Snapshot): string[] {
  return members.map(({ peerId }) => peerId);
}
