import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { memberOf } from "../testing/test-port.js";
import type { SignalingEvent } from "./events.js";
import { Rooms } from "./rooms.js";
import type { Statement } from "./statement.js";

let said: Statement[];
let events: SignalingEvent[];
let hasSession: boolean;
let rooms: Rooms;

beforeEach(() => {
  said = [];
  events = [];
  hasSession = true;
  rooms = new Rooms({
    peerId: "me",
    say: (statement) => (hasSession ? BigInt(said.push(statement)) : undefined),
    emit: (event) => events.push(event),
  });
  rooms.onSessionStarted("me-1");
});

function snapshot(version: number, clientSeq: bigint, ...peers: [peerId: string, sessionId: string][]): void {
  const members = peers.map(([peerId, sessionId]) => memberOf(peerId, sessionId));
  rooms.onSnapshot("lobby", { version, members, more: false }, clientSeq);
}

const none = { message: "", peerId: "", connectionId: "", fieldViolations: [] };

function changes(): string[] {
  return events.flatMap((event) => (event.type === "room" ? event.change.type : []));
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await Promise.resolve();
  return settled;
}

describe("Rooms", () => {
  it("answer a join by its own snapshot, not by one that was on its way", async () => {
    const first = rooms.join("lobby", undefined);
    const second = rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-1"]);
    expect(await isSettled(second)).toBe(false);
    snapshot(4, 2n, ["me", "me-1"], ["a", "a-1"]);
    expect((await second).version).toBe(4);
    await first;
  });

  it("take no delta of the next session for one of the last", () => {
    void rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-1"]);
    rooms.onSessionEnded();
    rooms.onSessionStarted("me-2");
    rooms.onDelta("lobby", { type: "peer-joined", version: 4, member: memberOf("a") });
    expect(rooms.views.get("lobby")?.members).toHaveLength(1);
    snapshot(9, 2n, ["me", "me-2"], ["a", "a-1"]);
    expect(changes()).toEqual(["snapshot", "snapshot"]);
    expect(said.map(({ type }) => type)).toEqual(["join-room", "join-room"]);
  });

  it("do not put together half a snapshot of one session and half of the next", () => {
    void rooms.join("lobby", undefined);
    rooms.onSnapshot("lobby", { version: 3, members: [memberOf("old")], more: true }, 1n);
    rooms.onSessionEnded();
    rooms.onSessionStarted("me-2");
    snapshot(3, 2n, ["me", "me-2"]);
    expect(rooms.views.get("lobby")?.members.map(({ peerId }) => peerId)).toEqual(["me"]);
  });

  it("are not left when an earlier session of oneself leaves", () => {
    void rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-0"]);
    rooms.onDelta("lobby", { type: "peer-left", version: 4, peerId: "me", sessionId: "me-0", reason: "replaced" });
    rooms.onDelta("lobby", { type: "peer-joined", version: 5, member: memberOf("me", "me-1") });
    expect(changes()).toEqual(["snapshot", "peer-left", "peer-joined"]);
    rooms.onDelta("lobby", { type: "peer-left", version: 6, peerId: "me", sessionId: "me-1", reason: "left" });
    expect(changes().at(-1)).toBe("room-left");
    expect(rooms.views.size).toBe(0);
  });

  it("are forgotten at once when left without a session, and not joined in the next", () => {
    void rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-1"]);
    hasSession = false;
    rooms.onSessionEnded();
    rooms.leave("lobby");
    expect(changes().at(-1)).toBe("room-left");
    hasSession = true;
    rooms.onSessionStarted("me-2");
    expect(said.map(({ type }) => type)).toEqual(["join-room"]);
  });

  it("whose leave was on its way when the session ended are left", () => {
    void rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-1"]);
    rooms.leave("lobby");
    rooms.onSessionEnded();
    expect(changes().at(-1)).toBe("room-left");
    rooms.onSessionStarted("me-2");
    expect(said.map(({ type }) => type)).toEqual(["join-room", "leave-room"]);
  });

  it("that the server says one is not in are forgotten", () => {
    void rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-1"]);
    rooms.leave("lobby");
    rooms.onNotice({ code: "NOT_IN_ROOM", room: "lobby", ...none }, [2n]);
    expect(rooms.views.size).toBe(0);
  });

  it.each([
    ["are left later when the server cannot decide it now", false, "leave-room"],
    ["are not left later when they were joined anew meanwhile", true, "join-room"],
  ])("%s", async (_, isJoinedAnew, last) => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    void rooms.join("lobby", undefined);
    snapshot(3, 1n, ["me", "me-1"]);
    const left = rooms.leave("lobby");
    if (isJoinedAnew) {
      void rooms.join("lobby", undefined);
    }
    rooms.onNotice({ code: "UNAVAILABLE", room: "lobby", ...none, retryAfterMs: 2_000 }, [2n]);
    rooms.onDecided(2n);
    expect(await isSettled(left)).toBe(isJoinedAnew);
    vi.advanceTimersByTime(1_999);
    expect(said).toHaveLength(isJoinedAnew ? 3 : 2);
    vi.advanceTimersByTime(1);
    expect(said).toHaveLength(3);
    expect(said.at(-1)?.type).toBe(last);
    rooms.onDecided(3n);
    expect(await isSettled(left)).toBe(true);
  });
});
