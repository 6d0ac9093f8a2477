import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { join, leave } from "../support/frames.js";
import { freshId } from "../support/peer.js";
import { throughEveryDoor } from "../support/scenario.js";
import { TIGHT } from "../support/tight-server.js";

throughEveryDoor((door) => {
  test("the limits of a room are told in welcome", async () => {
    const { welcome } = await door.register("alice");
    expect(welcome.limits).toMatchObject({ maxRooms: TIGHT.maxRooms, maxRoomMembers: TIGHT.maxRoomMembers });
  });

  test("a full room refuses the next one until somebody leaves", async () => {
    const room = freshId("room");
    const first = await door.register("first");
    await first.send(join(room));
    await first.next("roomSnapshot");
    for (let i = 1; i < TIGHT.maxRoomMembers; i++) {
      await (await door.register("member")).send(join(room));
      await first.next("peerJoined");
    }
    const late = await door.register("late");
    await late.send(join(room, 1));
    expect(await late.next("notice")).toMatchObject({ code: Notice_Code.ROOM_FULL, room, clientSeqs: [1n] });
    await first.send(leave(room));
    await first.next("peerLeft");
    await late.send(join(room, 2));
    expect((await late.next("roomSnapshot")).members).toHaveLength(TIGHT.maxRoomMembers);
  });

  test("of many that join at once exactly as many get in as there is room for", async () => {
    const room = freshId("room");
    const rivals = await Promise.all(Array.from({ length: 9 }, () => door.register("rival")));
    await Promise.all(rivals.map((rival) => rival.send(join(room))));
    const answers = await Promise.all(rivals.map((rival) => rival.reader.nextOf("roomSnapshot", "notice")));
    const refused = answers.flatMap(({ event }) => (event.case === "notice" ? [event.value.code] : []));
    expect(refused).toEqual(Array(9 - TIGHT.maxRoomMembers).fill(Notice_Code.ROOM_FULL));
  });

  test("a session is in at most so many rooms, and joining one again costs nothing", async () => {
    const rooms = Array.from({ length: TIGHT.maxRooms }, () => freshId("room"));
    const alice = await door.register("alice");
    for (const room of [...rooms, ...rooms]) {
      await alice.send(join(room));
      await alice.next("roomSnapshot");
    }
    const oneMore = freshId("room");
    await alice.send(join(oneMore, 1));
    expect(await alice.next("notice")).toMatchObject({
      code: Notice_Code.TOO_MANY_ROOMS,
      room: oneMore,
      clientSeqs: [1n],
    });
    await alice.send(leave(rooms[0] as string), join(oneMore));
    await alice.next("peerLeft");
    expect(await alice.next("roomSnapshot")).toMatchObject({ room: oneMore });
  });
}, "tight");
