import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventLog } from "../testing/event-log.js";
import { TestServer } from "../testing/test-server.js";
import { connectSignaling } from "./client.js";
import type { SignalingClient } from "./signaling-client.js";

let server: TestServer;
let clients: SignalingClient[];

beforeEach(async () => {
  clients = [];
  server = await new TestServer().start();
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.stop();
});

async function connected(peerId: string, displayName = "") {
  const client = connectSignaling({ url: server.url, peerId, displayName, reconnect: () => 0 });
  clients.push(client);
  const log = new EventLog(client);
  await client.connected();
  return { client, log };
}

function peersOf(client: SignalingClient): string[] {
  return client.rooms.get("lobby")?.members.map(({ peerId }) => peerId) ?? [];
}

describe("rooms", () => {
  it("give their members to who joins, in the order of joining, also when the snapshot comes in parts", async () => {
    server.rooms.snapshotSize = 2;
    for (const peerId of ["d", "a", "c", "b"]) {
      await (await connected(peerId)).client.join("lobby");
    }
    const late = await connected("late", "Late");
    const view = await late.client.join("lobby");
    expect(view.members.map(({ peerId }) => peerId)).toEqual(["d", "a", "c", "b", "late"]);
    expect(view.version).toBe(5);
    expect(late.log.of("room")).toHaveLength(1);
    expect(late.client.rooms.get("lobby")).toBe(view);
  });

  it("tell each change once, with the view after it", async () => {
    const alice = await connected("alice");
    await alice.client.join("lobby");
    const bob = await connected("bob", "Bob");
    await bob.client.join("lobby");
    bob.client.updateMember({ displayName: "Robert", attributes: { mood: "fine" } });
    await alice.log.until("room", ({ change }) => change.type === "member-updated");
    bob.client.leave("lobby");
    await alice.log.until("room", ({ change }) => change.type === "peer-left");
    const changes = alice.log.of("room").map(({ change, view }) => ({ ...change, version: view.version }));
    expect(changes).toMatchObject([
      { type: "snapshot", version: 1, joined: [{ peerId: "alice" }] },
      { type: "peer-joined", version: 2, member: { peerId: "bob", displayName: "Bob" } },
      {
        type: "member-updated",
        version: 3,
        member: { displayName: "Robert", attributes: { mood: "fine" } },
        previous: { displayName: "Bob" },
      },
      { type: "peer-left", version: 4, member: { peerId: "bob" }, reason: "left" },
    ]);
    await bob.log.until("room", ({ change }) => change.type === "room-left" && change.reason === "left");
    expect(bob.client.rooms.size).toBe(0);
  });

  it("are asked for anew when a version is missing", async () => {
    const alice = await connected("alice");
    await alice.client.join("lobby");
    server.rooms.skipVersion("lobby");
    await (await connected("bob")).client.join("lobby");
    await expect.poll(() => peersOf(alice.client)).toEqual(["alice", "bob"]);
    expect(alice.log.of("room").at(-1)?.change).toMatchObject({ type: "snapshot", joined: [{ peerId: "bob" }] });
    const joins = server.session("alice").frames.filter(({ frame }) => frame.case === "joinRoom");
    expect(joins).toHaveLength(2);
  });

  it("reject a join with the server's notice, and are not joined again", async () => {
    const alice = await connected("alice");
    server.onSend = ({ frames }) => {
      const value = { clientSeqs: [frames[0]?.seq ?? 0n], code: 10, room: "lobby", message: "lobby has 256 members" };
      server.session("alice").tell({ case: "notice", value });
      frames.length = 0;
    };
    await expect(alice.client.join("lobby")).rejects.toMatchObject({
      reason: "REFUSED",
      isRetryable: false,
      notice: { code: "ROOM_FULL", room: "lobby" },
    });
    server.onSend = () => undefined;
    server.session("alice").stream.end();
    await alice.log.untilState("connected", 2);
    await alice.client.join("other");
    const joined = server.session("alice").frames.map(({ frame }) => frame.case === "joinRoom" && frame.value.room);
    expect(joined).toEqual(["other"]);
  });

  it("are left again when the join is aborted", async () => {
    const alice = await connected("alice");
    const abort = new AbortController();
    const joining = alice.client.join("lobby", { signal: abort.signal });
    abort.abort();
    await expect(joining).rejects.toMatchObject({ reason: "ABORTED" });
    await expect
      .poll(() => server.session("alice").frames.map(({ frame }) => frame.case))
      .toEqual(["joinRoom", "leaveRoom"]);
    await expect.poll(() => alice.client.rooms.size).toBe(0);
  });

  it("stay joined when a second join is aborted", async () => {
    const alice = await connected("alice");
    await alice.client.join("lobby");
    await expect(alice.client.join("lobby", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: "ABORTED",
    });
    expect(peersOf(alice.client)).toEqual(["alice"]);
  });

  it("survive leaving and joining in one breath", async () => {
    const alice = await connected("alice");
    await alice.client.join("lobby");
    alice.client.leave("lobby");
    const view = await alice.client.join("lobby");
    expect(view.members.map(({ peerId }) => peerId)).toEqual(["alice"]);
    expect(alice.log.of("room").map(({ change }) => change.type)).toEqual(["snapshot", "room-left", "snapshot"]);
    expect(peersOf(alice.client)).toEqual(["alice"]);
  });

  it("reject who waits when the client closes", async () => {
    const alice = await connected("alice");
    server.onSend = () => new Promise<void>(() => undefined);
    const joining = expect(alice.client.join("lobby")).rejects.toMatchObject({ reason: "CLOSED" });
    server.cutConnections();
    await alice.client.close();
    await joining;
  });
});
