// What the library says by itself while the queue is full: it says it later. What an app asks for fails at once.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice } from "./notice.js";
import { PresenceWatch } from "./presence-watch.js";
import { ProfileChanges } from "./profile-changes.js";
import { Rooms } from "./rooms.js";
import { SignalingError } from "./signaling-error.js";
import type { Statement } from "./statement.js";

const NOTICE = { message: "", peerId: "", connectionId: "", fieldViolations: [] } as const;

/** A session's queue that is full when the test wants it. */
class Queue {
  isFull = false;
  said: Statement[] = [];
  #seq = 0n;

  readonly say = (statement: Statement): bigint => {
    if (this.isFull) {
      throw new SignalingError("QUEUE_FULL");
    }
    this.said.push(statement);
    this.#seq += 1n;
    return this.#seq;
  };

  takeSaid(): readonly Statement[] {
    return this.said.splice(0);
  }
}

let queue: Queue;

beforeEach(() => {
  vi.useFakeTimers();
  queue = new Queue();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The queue is full for 2.5 s. */
function fullForAWhile(cause: () => void): void {
  queue.takeSaid();
  queue.isFull = true;
  cause();
  vi.advanceTimersByTime(2_500);
  queue.isFull = false;
  expect(queue.takeSaid()).toEqual([]);
  vi.advanceTimersByTime(500);
}

describe("while the queue is full", () => {
  let rooms: Rooms;

  beforeEach(() => {
    rooms = new Rooms({ peerId: "alice", say: queue.say, emit: () => undefined });
  });

  function refuse(code: Notice["code"], seq: bigint): void {
    rooms.onNotice({ ...NOTICE, code, room: "lobby", retryAfterMs: 0 }, [seq]);
    rooms.onDecided(seq);
  }

  it("rooms are joined again in a new session, later", async () => {
    const joined = rooms.join("lobby", undefined);
    fullForAWhile(() => rooms.onSessionStarted("s2"));
    expect(queue.takeSaid()).toEqual([{ type: "join-room", room: "lobby" }]);
    rooms.onSnapshot("lobby", { version: 1, members: [], more: false }, 2n);
    await expect(joined).resolves.toMatchObject({ room: "lobby" });
  });

  it("a gap in what a room tells is closed, later", () => {
    void rooms.join("lobby", undefined);
    rooms.onSnapshot("lobby", { version: 1, members: [], more: false }, 1n);
    const member = { peerId: "bob", sessionId: "b1", state: "live", displayName: "", attributes: {} } as const;
    fullForAWhile(() => rooms.onDelta("lobby", { type: "peer-joined", version: 3, member }));
    expect(queue.takeSaid()).toEqual([{ type: "join-room", room: "lobby" }]);
  });

  it("a refused leave is said again, later, and is done then", async () => {
    void rooms.join("lobby", undefined);
    rooms.onSnapshot("lobby", { version: 1, members: [], more: false }, 1n);
    const left = rooms.leave("lobby");
    fullForAWhile(() => {
      refuse("UNAVAILABLE", 2n);
      vi.advanceTimersByTime(0);
    });
    expect(queue.takeSaid()).toEqual([{ type: "leave-room", room: "lobby" }]);
    rooms.onDecided(3n);
    await left;
  });

  it("what an app asks for fails at once", async () => {
    queue.isFull = true;
    await expect(rooms.join("lobby", undefined)).rejects.toMatchObject({ reason: "QUEUE_FULL" });
    const watch = new PresenceWatch({ say: queue.say, emit: () => undefined });
    await expect(watch.watch(["bob"])).rejects.toMatchObject({ reason: "QUEUE_FULL" });
  });

  it("peers are watched again in a new session, later", async () => {
    const watch = new PresenceWatch({ say: queue.say, emit: () => undefined });
    const first = watch.watch(["bob"]);
    watch.onSessionEnded();
    fullForAWhile(() => watch.onSessionStarted());
    expect(queue.takeSaid()).toEqual([{ type: "watch-presence", peerIds: ["bob"] }]);
    watch.onDecided(2n);
    await first;
  });

  it("a watch of the app overtakes the one to be repeated, and both callers get its result", async () => {
    const watch = new PresenceWatch({ say: queue.say, emit: () => undefined });
    const first = watch.watch(["bob"]);
    watch.onSessionEnded();
    queue.isFull = true;
    watch.onSessionStarted();
    queue.isFull = false;
    const second = watch.watch(["carol"]);
    watch.onDecided(2n);
    await Promise.all([first, second]);
    vi.advanceTimersByTime(10_000);
    expect(queue.takeSaid().length).toBe(2);
  });

  it("a change of the profile is said later, with what changed meanwhile, and is never taken for known", () => {
    const say = (change: object) =>
      queue.say({ type: "update-member", displayName: undefined, attributes: {}, ...change });
    const changes = new ProfileChanges({ displayName: "Alice", attributes: {} }, { say });
    changes.takeForHello();
    changes.apply({ attributes: { camera: "on" } });
    fullForAWhile(() => changes.onSessionStarted());
    expect(queue.takeSaid()).toMatchObject([{ type: "update-member", attributes: { camera: "on" } }]);
    expect(changes.profile.attributes).toEqual({ camera: "on" });
  });
});
