import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Welcome_Result } from "../../src/gen/beckon/v1/session_pb.js";
import { data, signal } from "../support/frames.js";
import { freshId } from "../support/peer.js";
import { throughEveryDoor } from "../support/scenario.js";
import { TIGHT } from "../support/tight-server.js";

const SECOND = { $typeName: "google.protobuf.Duration", nanos: 0 };

throughEveryDoor((door) => {
  test("a hello with nothing but a peer id is welcomed, and the welcome says everything", async () => {
    const { id, welcome } = await door.register("alice");
    expect(welcome).toMatchObject({ peerId: id, result: Welcome_Result.NEW, lastClientSeq: 0n, iceServers: [] });
    expect(welcome.sessionId).toMatch(/^[\x21-\x7e]{1,128}$/);
    expect(welcome.limits).toMatchObject({
      maxFrameBytes: 524_288,
      maxSdpBytes: 262_144,
      maxCandidateBytes: 4_096,
      maxDataBytes: 65_536,
      maxAttributesBytes: 8_192,
      maxRooms: 16,
      maxRoomMembers: 256,
    });
  });

  test("a session without a key has no heartbeats, and cannot be resumed", async () => {
    const { welcome } = await door.register("alice");
    expect(welcome.heartbeatInterval).toBeUndefined();
    expect(welcome.clientHeartbeatInterval).toBeUndefined();
    expect(welcome.resumeWindow).toBeUndefined();
    expect(welcome.tokenExpiresAt).toBeUndefined();
  });

  test("a session with a key is told how often to send heartbeats, and how long it waits for its client", async () => {
    const { welcome } = await door.register("alice", { sessionKey: randomBytes(16) });
    expect(welcome.result).toBe(Welcome_Result.NEW);
    expect(welcome.heartbeatInterval).toEqual({ ...SECOND, seconds: 15n });
    expect(welcome.clientHeartbeatInterval).toEqual({ ...SECOND, seconds: door.name === "Connect" ? 15n : 60n });
    expect(welcome.resumeWindow).toEqual({ ...SECOND, seconds: door.name === "Connect" ? 120n : 60n });
    expect(welcome.limits).toMatchObject({
      maxWatchedPeers: 256,
      maxMailboxEvents: 4_096,
      maxMailboxBytes: 1_048_576,
      framesPerSecond: 200,
      framesBurst: 4_096,
      ackEveryEvents: 32,
      ackInterval: { ...SECOND, seconds: 1n },
    });
  });

  test("each session has an id of its own, and on Open a token of its own", async () => {
    const [a, b] = [await door.register("a"), await door.register("b")];
    expect(a.sessionId).not.toBe(b.sessionId);
    if (door.name === "Connect") {
      expect(a.welcome.attachmentToken).toBe("");
    } else {
      // 128 random bits are 22 characters of base64.
      expect(a.welcome.attachmentToken.length).toBeGreaterThanOrEqual(22);
      expect(a.welcome.attachmentToken).not.toBe(b.welcome.attachmentToken);
      expect(a.welcome.attachmentToken).not.toContain(a.sessionId);
    }
  });

  test("everything that a hello may hold is taken, each at its bound", async () => {
    const peerId = freshId("~!").padEnd(128, "z");
    const attributes = { ["k".repeat(128)]: "v".repeat(8_192 - 128) };
    const { welcome } = await door.register("", {
      peerId,
      displayName: "ü".repeat(128),
      attributes,
      sessionKey: randomBytes(64),
      sessionId: "an-earlier-session",
      lastSeq: 7n,
      replacedSessionKey: randomBytes(64),
      noRollback: true,
      client: { name: "n".repeat(64), version: "v".repeat(64), platform: "p".repeat(128) },
    });
    expect(welcome).toMatchObject({ peerId, result: Welcome_Result.RESYNC });
  });

  test("events of a session that is not resumable have seq 0", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await bob.send(signal(alice.id, data("hello")));
    expect((await alice.reader.nextEvent("signal")).seq).toBe(0n);
    await alice.send(signal(freshId("nobody"), data("hello?")));
    expect((await alice.reader.nextEvent("notice")).seq).toBe(0n);
  });

  test("GetIceServers answers with the list of welcome", async () => {
    const alice = await door.register("alice");
    const { iceServers, expiresAt } = await alice.getIceServers();
    expect(iceServers).toEqual(alice.welcome.iceServers);
    expect(expiresAt).toBeUndefined();
  });
});

throughEveryDoor((door) => {
  test("the configured STUN and TURN servers are in welcome and in GetIceServers", async () => {
    const alice = await door.register("alice");
    expect(alice.welcome.iceServers.map(({ urls }) => urls)).toEqual([[TIGHT.stunUrl]]);
    expect((await alice.getIceServers()).iceServers).toEqual(alice.welcome.iceServers);
  });
}, "tight");
