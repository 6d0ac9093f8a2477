import type { RoomPort } from "../rtc/signaling-port.js";
import type { IceServer, Notice, SignalingEvent } from "../signaling/events.js";
import type { Member, RoomChange, RoomView } from "../signaling/room-view.js";
import type { IncomingSignal, OutgoingSignal, SignalBody } from "../signaling/signal.js";
import { SignalingError } from "../signaling/signaling-error.js";

/** Signaling as the WebRTC part sees it, played by the test. */
export class TestPort implements RoomPort {
  readonly peerId: string;
  sessionId: string | undefined = "own-1";
  iceServers: readonly IceServer[] = [{ urls: ["stun:stun.example.org"] }];
  readonly rooms = new Map<string, RoomView>();
  readonly sent: OutgoingSignal[] = [];
  readonly left: string[] = [];
  readonly listeners = new Set<(event: SignalingEvent) => void>();

  constructor(peerId: string) {
    this.peerId = peerId;
  }

  on(listener: (event: SignalingEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** How many more signals its queue takes. */
  room = Number.POSITIVE_INFINITY;
  #onRoom: (() => void)[] = [];

  send(signal: OutgoingSignal): void {
    if (this.room === 0) {
      throw new SignalingError("QUEUE_FULL");
    }
    this.room -= 1;
    this.sent.push(signal);
  }

  whenQueueHasRoom(): Promise<void> {
    return this.room > 0 ? Promise.resolve() : new Promise((resolve) => this.#onRoom.push(resolve));
  }

  makeRoom(room: number): void {
    this.room = room;
    for (const resolve of this.#onRoom.splice(0)) {
      resolve();
    }
  }

  join(room: string): Promise<RoomView> {
    const view = this.rooms.get(room);
    return view === undefined ? Promise.reject(new Error(`no room ${room}`)) : Promise.resolve(view);
  }

  leave(room: string): void {
    this.left.push(room);
  }

  emit(event: SignalingEvent): void {
    for (const listener of [...this.listeners]) {
      listener(event);
    }
  }

  receive(from: string, body: SignalBody, about: Partial<IncomingSignal> = {}): void {
    const signal = { from, fromSessionId: `${from}-1`, room: "lobby", connectionId: "", ...about, body };
    this.emit({ type: "signal", signal });
  }

  notice(about: Partial<Notice>): void {
    const none = { message: "", peerId: "", room: "", connectionId: "", fieldViolations: [] };
    this.emit({ type: "notice", notice: { code: "UNKNOWN", ...none, ...about } });
  }

  /** The room changes to these members, in the order of joining. */
  changeRoom(change: RoomChange, ...members: Member[]): void {
    const view = { room: "lobby", version: 1, members };
    this.rooms.set("lobby", view);
    this.emit({ type: "room", view, change });
  }

  /** The types of what was sent, in order, without candidates, which come when they come. */
  get sentTypes(): string[] {
    return this.sent.map(({ body }) => body.type).filter((type) => !type.includes("candidate"));
  }
}

export function memberOf(peerId: string, sessionId = `${peerId}-1`): Member {
  return { peerId, sessionId, state: "live", displayName: "", attributes: {} };
}

/** A snapshot in which everybody is new. */
export function snapshotOf(...members: Member[]): RoomChange {
  return { type: "snapshot", joined: members, left: [], updated: [] };
}
