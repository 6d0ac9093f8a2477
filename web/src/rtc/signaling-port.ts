import type { IceServer, SignalingEvent } from "../signaling/events.js";
import type { RoomView } from "../signaling/room-view.js";
import type { OutgoingSignal } from "../signaling/signal.js";

/**
 * What the WebRTC part needs of signaling. `SignalingClient` implements it; so can anything else that delivers offers,
 * answers and candidates in order and decides which peer is polite.
 */
export interface SignalingPort {
  /** The id of this peer. */
  readonly peerId: string;
  /** The session as seen by other peers; undefined while there is none, so that nothing can be sent. */
  readonly sessionId: string | undefined;
  /** STUN and TURN servers for new connections. */
  readonly iceServers: readonly IceServer[];
  /** Sends to one peer, in order. Throws if it cannot; an error with reason `QUEUE_FULL` is temporary. */
  send(signal: OutgoingSignal): void;
  /** Resolves when it accepts signals again. */
  whenQueueHasRoom(): Promise<void>;
  /** Calls `listener` with each event; returns a function that removes it. */
  on(listener: (event: SignalingEvent) => void): () => void;
}

/** The additional needs of a call: rooms. */
export interface RoomPort extends SignalingPort {
  /** The rooms that this peer is in. */
  readonly rooms: ReadonlyMap<string, RoomView>;
  /** Joins a room, and joins it again after each reconnect. */
  join(room: string, options?: { readonly signal?: AbortSignal }): Promise<RoomView>;
  /** Leaves a room. */
  leave(room: string): void;
}
