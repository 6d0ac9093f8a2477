import type { IceServer, IceServerList, Limits, SignalingListener, SignalingState } from "./events.js";
import type { RoomView } from "./room-view.js";
import type { OutgoingSignal } from "./signal.js";

/** Ends an operation early. */
export interface Abortable {
  /** Aborting it makes the operation reject with reason `ABORTED`. */
  readonly signal?: AbortSignal;
}

/** A change of what others see of this peer, in every room that it is in. */
export interface MemberChange {
  /** The new name for people; absent: unchanged. */
  readonly displayName?: string;
  /** Attributes to set; an empty value removes the key, others stay as they are. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * A peer's link to the Beckon server. It wants to be connected until `close()`: it comes back by itself after each loss,
 * joins its rooms anew and tells what happened by events.
 *
 * Sessions are not resumable yet: a lost connection ends the session. Its end is told by `session-ended`.
 */
export interface SignalingClient {
  /** The id under which others reach this peer. */
  readonly peerId: string;
  readonly state: SignalingState;
  /** The session that others see, while connected. */
  readonly sessionId: string | undefined;
  /** The newest list that the server told; empty before the first welcome. */
  readonly iceServers: readonly IceServer[];
  /** What the server told in its welcome; undefined before the first one. */
  readonly limits: Limits | undefined;
  /** The rooms that this peer is in, by name, with all their members. */
  readonly rooms: ReadonlyMap<string, RoomView>;

  /**
   * Calls `listener` with every event from now on. Events are never delivered inside a call of yours: a listener added
   * right after `connectSignaling` misses nothing.
   *
   * @returns a function that ends it; aborting `options.signal` does so too.
   */
  on(listener: SignalingListener, options?: Abortable): () => void;

  /**
   * Resolves when connected, at once if it is already.
   *
   * @throws SignalingError when the client closes instead, with what closed it.
   */
  connected(options?: Abortable): Promise<void>;

  /**
   * Sends to one peer. Returns at once; the order to each peer is kept. What the server refuses comes back as a `notice`,
   * what was on its way when the session ended is told by `session-ended`.
   *
   * @throws SignalingError `NOT_CONNECTED` without a session, `QUEUE_FULL` when more waits than the queue holds,
   *     `FRAME_TOO_LARGE` above `limits.maxFrameBytes`, `CLOSED` after `close()`.
   */
  send(signal: OutgoingSignal): void;

  /**
   * Makes this peer a member of a room, and again after each reconnect until `leave`. May be called before the client is
   * connected. Joining a room again gives a fresh view of it.
   *
   * @returns the room with its members.
   * @throws SignalingError `REFUSED` with the server's notice (room full, too many rooms), `CLOSED` when the client
   *     closes first, `QUEUE_FULL`, `ABORTED`. After `ABORTED` the peer leaves the room.
   */
  join(room: string, options?: Abortable): Promise<RoomView>;

  /** Ends a membership. A `room` event with `room-left` follows when the server has done so. */
  leave(room: string): void;

  /** Changes what others see of this peer, now and after each reconnect. Every room tells `member-updated`. */
  updateMember(change: MemberChange): void;

  /** Asks for a fresh list of STUN and TURN servers. */
  fetchIceServers(options?: Abortable): Promise<IceServerList>;

  /** Tries again at once if the client is waiting; for hooks such as the browser's `online` event. */
  reconnectNow(): void;

  /**
   * Says bye, so that others see this peer leave at once, and ends for good. Resolves when the server has ended the
   * stream, at the latest after 2 s; never rejects.
   */
  close(): Promise<void>;
}
