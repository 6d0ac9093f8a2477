import type { IceServer, IceServerList, Limits, Presence, SignalingListener } from "./events.js";
import type { RoomView } from "./room-view.js";
import type { OutgoingSignal } from "./signal.js";
import type { SignalingState } from "./state.js";

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
 * A peer's link to the Beckon server. It wants to be connected until `close()`: it comes back by itself after each loss and
 * tells what happened by events.
 *
 * A session outlives its connection: for a minute (`resume_window` of the server) others see this peer as away, their signals
 * wait for it, and its own wait here. Coming back in time, nothing was lost (`connected` with result `"lossless"`). Later the
 * session is gone: `session-ended` tells what became of it, and a new one begins (`"resync"`), in which rooms are joined and
 * peers watched anew.
 */
export interface SignalingClient {
  /** The id under which others reach this peer. */
  readonly peerId: string;
  readonly state: SignalingState;
  /** The session that others see; it outlives a lost connection. Undefined before the first one, and when it has ended. */
  readonly sessionId: string | undefined;
  /**
   * A secret of this client. Kept in `sessionStorage` and given as `replacedSessionKey` by the page after a reload, it lets
   * that page take this one's place. It changes with sessions: read it when the page goes.
   */
  readonly sessionKey: Uint8Array;
  /** The newest list that the server told; empty before the first welcome. */
  readonly iceServers: readonly IceServer[];
  /** What the server told in its welcome; undefined before the first one. */
  readonly limits: Limits | undefined;
  /** The rooms that this peer is in, by name, with all their members. */
  readonly rooms: ReadonlyMap<string, RoomView>;
  /** What is known of the watched peers, by peer id. */
  readonly presence: ReadonlyMap<string, Presence>;

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
   * Sends to one peer. Returns at once; the order to each peer is kept. Without a connection it waits for one. What becomes
   * of it is told by events `outcome`, and by a `notice` when it did not get where it should.
   *
   * @returns a number by which those events name it: 1, 2, 3... for each signal of this client.
   * @throws SignalingError `QUEUE_FULL` when more waits than the queue holds (wait for {@link whenQueueHasRoom} and send it
   *     again), `FRAME_TOO_LARGE` above
   *     `limits.maxFrameBytes`, `CLOSED` (or what closed the client) after its end.
   */
  send(signal: OutgoingSignal): number;

  /**
   * Back-pressure: resolves when at most half of the queue of `send` is in use, which may be at once, and when the client is
   * closed. Await it in a loop that sends much, or after `QUEUE_FULL`.
   */
  whenQueueHasRoom(): Promise<void>;

  /**
   * Makes this peer a member of a room, and again after each reconnect until `leave`. May be called before the client is
   * connected. Joining a room again gives a fresh view of it.
   *
   * @returns the room with its members.
   * @throws SignalingError `REFUSED` with the server's notice (room full, too many rooms), `CLOSED` when the client
   *     closes first, `QUEUE_FULL`, `ABORTED`, `INVALID_ARGUMENT` when no server takes such a room id. After `ABORTED` the peer leaves the room.
   */
  join(room: string, options?: Abortable): Promise<RoomView>;

  /**
   * Ends a membership. A `room` event with `room-left` tells when the server has done so.
   *
   * @returns when this peer is no longer in the room, whatever ended it; never rejects.
   */
  leave(room: string): Promise<void>;

  /**
   * Watches whether peers are there, from now on and in later sessions: each is told by an event `presence`, and so is every
   * change. The peers replace all earlier ones; none ends the watching.
   *
   * @param peerIds at most `limits.maxWatchedPeers`.
   * @returns when the server has taken it.
   * @throws SignalingError `REFUSED` with the server's notice, `CLOSED`, `QUEUE_FULL`.
   */
  watchPresence(peerIds: Iterable<string>): Promise<void>;

  /** Changes what others see of this peer, now and after each reconnect. Every room tells `member-updated`. */
  updateMember(change: MemberChange): void;

  /** Asks for a fresh list of STUN and TURN servers. */
  fetchIceServers(options?: Abortable): Promise<IceServerList>;

  /**
   * Tries again at once if the client is waiting, whatever the browser says about the network; asks a live connection for a
   * sign of life. For a button: what the browser tells about network and page is watched by itself.
   */
  reconnectNow(): void;

  /**
   * Says bye, so that others see this peer leave at once, and ends for good. Resolves when the server has ended the
   * stream, at the latest after 2 s; never rejects.
   */
  close(): Promise<void>;
}
