import type { IceServer, IceServerList, Limits, Presence, SignalingListener } from "./events.js";
import type { RoomView } from "./room-view.js";
import type { OutgoingSignal } from "./signal.js";
import type { SignalingState } from "./state.js";

/** Options that abort an operation. */
export interface Abortable {
  /** Aborting it rejects the operation with reason `ABORTED`. */
  readonly signal?: AbortSignal;
}

/** A change of the display name or attributes of this peer, in every room that it is in. */
export interface MemberChange {
  /** The new display name; absent: unchanged. */
  readonly displayName?: string;
  /** Attributes to set. An empty value removes the key; other attributes are unchanged. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * A connection of one peer to a Beckon server. The client reconnects automatically after each loss until `close()`, and
 * reports everything by events.
 *
 * A session survives the loss of its connection: for a minute (`resume_window` of the server) others see this peer as
 * away, and signals to and from it wait. If the client reconnects in time, the session is resumed without loss
 * (`connected` with result `"lossless"`). Otherwise the session is lost: `session-ended` reports the outcome of its
 * signals, and a new session starts (`"resync"`), in which rooms are joined and peers watched again.
 */
export interface SignalingClient {
  /** The id under which other peers reach this peer. */
  readonly peerId: string;
  readonly state: SignalingState;
  /**
   * The session as seen by other peers; it survives a lost connection. Undefined before the first session and after it
   * ended.
   */
  readonly sessionId: string | undefined;
  /**
   * A secret of this client. A page that stores it in `sessionStorage` can pass it as `replacedSessionKey` after a
   * reload to replace this client. It changes with each session: read it when the page unloads.
   */
  readonly sessionKey: Uint8Array;
  /** The latest list from the server; empty before the first welcome. */
  readonly iceServers: readonly IceServer[];
  /** The limits from the server's welcome; undefined before the first one. */
  readonly limits: Limits | undefined;
  /** The rooms that this peer is in, by name, with all their members. */
  readonly rooms: ReadonlyMap<string, RoomView>;
  /** The known states of the watched peers, by peer id. */
  readonly presence: ReadonlyMap<string, Presence>;

  /**
   * Calls `listener` with every event from now on. Events are never delivered inside a call of the app: a listener
   * added right after `connectSignaling` misses nothing.
   *
   * @returns a function that removes the listener; aborting `options.signal` does so too.
   */
  on(listener: SignalingListener, options?: Abortable): () => void;

  /**
   * Resolves when the client is connected; at once if it already is.
   *
   * @throws SignalingError with the cause if the client closes instead.
   */
  connected(options?: Abortable): Promise<void>;

  /**
   * Sends a signal to one peer. Returns at once; the order of signals to each peer is kept. Without a connection the
   * signal waits for one. Its result is reported by `outcome` events, with a `notice` if it was not delivered.
   *
   * @returns the number that identifies it in those events: 1, 2, 3... for each signal of this client.
   * @throws SignalingError `QUEUE_FULL` if the queue is full (wait for {@link whenQueueHasRoom} and send it again),
   *     `FRAME_TOO_LARGE` above `limits.maxFrameBytes`, `CLOSED` (or what closed the client) after the client closed.
   */
  send(signal: OutgoingSignal): number;

  /**
   * Back-pressure: resolves when at most half of the queue of `send` is in use, possibly at once, and when the client is
   * closed. Await it in a loop that sends many signals, or after `QUEUE_FULL`.
   */
  whenQueueHasRoom(): Promise<void>;

  /**
   * Joins a room, and joins it again after each reconnect until `leave`. May be called before the client is connected.
   * Joining a room again returns a fresh view of it.
   *
   * @returns the room with its members.
   * @throws SignalingError `REFUSED` with the server's notice (room full, too many rooms), `CLOSED` if the client
   *     closes first, `QUEUE_FULL`, `ABORTED`, or `INVALID_ARGUMENT` if the room id is invalid. After `ABORTED` the
   *     peer leaves the room.
   */
  join(room: string, options?: Abortable): Promise<RoomView>;

  /**
   * Leaves a room. A `room` event with `room-left` reports when the server has done so.
   *
   * @returns when this peer is no longer in the room, for whatever reason; never rejects.
   */
  leave(room: string): Promise<void>;

  /**
   * Watches the presence of peers, in this and in later sessions. A `presence` event reports the state of each peer now
   * and on every change. The peers replace the previous set; an empty set stops watching.
   *
   * @param peerIds at most `limits.maxWatchedPeers`.
   * @returns when the server has accepted it.
   * @throws SignalingError `REFUSED` with the server's notice, `CLOSED`, `QUEUE_FULL`.
   */
  watchPresence(peerIds: Iterable<string>): Promise<void>;

  /**
   * Changes the display name or attributes of this peer, now and after each reconnect. Every room reports
   * `member-updated`.
   */
  updateMember(change: MemberChange): void;

  /** Fetches the current list of STUN and TURN servers. */
  fetchIceServers(options?: Abortable): Promise<IceServerList>;

  /**
   * If the client is waiting, reconnects at once, whatever the browser reports about the network; if it is connected,
   * checks the connection. Intended for a button: the client already observes the network and page state of the
   * browser.
   */
  reconnectNow(): void;

  /**
   * Ends the session with bye, so that others see this peer leave at once, and closes the client permanently. Resolves
   * when the server has ended the stream, after at most 2 s; never rejects.
   */
  close(): Promise<void>;
}
