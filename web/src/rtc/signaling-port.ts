import type { IceServer, SignalingEvent } from "../signaling/events.js";
import type { RoomView } from "../signaling/room-view.js";
import type { OutgoingSignal } from "../signaling/signal.js";

/**
 * What the WebRTC part needs of signaling. `SignalingClient` satisfies it; so can anything else that carries offers,
 * answers and candidates in order, and says which peer is polite.
 */
export interface SignalingPort {
  /** The id of this peer. */
  readonly peerId: string;
  /** The session that others see; undefined while there is none, and nothing can be sent then. */
  readonly sessionId: string | undefined;
  /** STUN and TURN servers for new connections. */
  readonly iceServers: readonly IceServer[];
  /** Sends to one peer, in order. Throws when it cannot; an error with reason `QUEUE_FULL`: not now. */
  send(signal: OutgoingSignal): void;
  /** Resolves when it takes signals again. */
  whenQueueHasRoom(): Promise<void>;
  /** Calls `listener` with each event; returns a function that ends it. */
  on(listener: (event: SignalingEvent) => void): () => void;
}

/** What a call needs on top: rooms. */
export interface RoomPort extends SignalingPort {
  /** The rooms that this peer is in. */
  readonly rooms: ReadonlyMap<string, RoomView>;
  /** Becomes a member, and again after each reconnect. */
  join(room: string, options?: { readonly signal?: AbortSignal }): Promise<RoomView>;
  /** Ends the membership. */
  leave(room: string): void;
}
