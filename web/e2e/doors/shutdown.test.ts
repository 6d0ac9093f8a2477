import { durationMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { PeerLeft_Reason } from "../../src/gen/beckon/v1/room_pb.js";
import { GoAway_Action, GoAway_Reason, Presence_State } from "../../src/gen/beckon/v1/session_pb.js";
import { DOOR_NAMES } from "../support/door.js";
import { bye, data, join, signal, watch } from "../support/frames.js";
import { freshId, type Peer } from "../support/peer.js";
import { registerResumable } from "../support/resumable.js";
import { doorOf } from "../support/scenario.js";
import { startStack } from "../support/stack.js";

const DRAIN_MS = 3_000;
const SPREAD_MS = 1_000;
const DRAIN = ["--drain", `${DRAIN_MS}ms`, "--drain-spread", `${SPREAD_MS}ms`];

test("a server that goes down tells everyone when to leave, at every door, and ends those who stay", async () => {
  const stack = await startStack(DRAIN);
  try {
    const doors = DOOR_NAMES.map((name) => doorOf(stack.urls, name));
    const leaving = await Promise.all(doors.map((door) => registerResumable(door, "leaving")));
    const staying = await Promise.all(doors.map((door) => door.register("staying")));
    const stopped = stack.server.stop();
    for (const peer of [...leaving.map((each) => each.peer), ...staying]) {
      const { action, reason, delay } = await peer.next("goAway");
      expect({ action, reason }).toEqual({ action: GoAway_Action.REGISTER_ANEW, reason: GoAway_Reason.SHUTDOWN });
      expect(delay ? durationMs(delay) : 0).toBeLessThanOrEqual(SPREAD_MS);
    }
    for (const { peer } of leaving) {
      await peer.send(bye());
      expect(await peer.end()).toMatchObject({ code: "OK" });
    }
    for (const peer of staying) {
      expect(await peer.end()).toMatchObject({ code: "UNAVAILABLE", reason: "SHUTDOWN" });
    }
    await stopped;
  } finally {
    await stack.stop();
  }
});

test("a member that leaves because its server goes down leaves with that reason, at every door", async () => {
  const stack = await startStack(DRAIN);
  try {
    const observer = await doorOf(stack.urls, "Connect").register("observer");
    const members: { readonly peer: Peer; readonly room: string }[] = [];
    for (const name of DOOR_NAMES) {
      const room = freshId("room");
      const { peer } = await registerResumable(doorOf(stack.urls, name), "member");
      await peer.send(join(room, 1));
      await peer.next("roomSnapshot");
      await observer.send(join(room));
      await observer.next("roomSnapshot");
      await peer.next("peerJoined");
      members.push({ peer, room });
    }
    const stopped = stack.server.stop();
    for (const { peer, room } of members) {
      await peer.next("goAway");
      await peer.send(bye());
      const told = await observer.reader.nextOf("goAway", "peerLeft");
      const { event } = told.event.case === "goAway" ? await observer.reader.nextOf("peerLeft") : told;
      expect(event.value).toMatchObject({ room, peerId: peer.id, reason: PeerLeft_Reason.SHUTDOWN });
    }
    await stopped;
  } finally {
    await stack.stop();
  }
});

test("what waits for somebody who is away when the server goes down, its sender is told of", async () => {
  const stack = await startStack(DRAIN);
  try {
    const door = doorOf(stack.urls, "Connect");
    const [alice, bob] = [await registerResumable(door, "alice"), await registerResumable(door, "bob")];
    await bob.peer.send(watch([alice.peer.id], 1));
    await bob.peer.next("presence");
    alice.peer.relay.cut();
    expect(await bob.peer.next("presence")).toMatchObject({ state: Presence_State.AWAY });
    await bob.peer.send(signal(alice.peer.id, data("wait"), {}, 2));
    await bob.peer.acked(2);
    const stopped = stack.server.stop();
    for (let isTold = false; !isTold; ) {
      const { event } = await bob.peer.reader.nextOf("goAway", "presence", "notice");
      if (event.case === "notice") {
        expect(event.value).toMatchObject({ code: Notice_Code.UNDELIVERED, clientSeqs: [2n] });
        isTold = true;
      }
    }
    await stopped;
  } finally {
    await stack.stop();
  }
});
