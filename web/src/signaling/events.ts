import type { Notice } from "./notice.js";
import type { RoomChange, RoomView } from "./room-view.js";
import type { IncomingSignal, OutgoingSignal } from "./signal.js";
import type { SignalingError } from "./signaling-error.js";
import type { SignalingState } from "./state.js";
import type { Trace } from "./trace-event.js";

export type { Notice } from "./notice.js";

/** A STUN or TURN server, usable in `RTCConfiguration.iceServers` (W3C WebRTC, section 4.2.4). */
export interface IceServer {
  readonly urls: string[];
  readonly username?: string;
  readonly credential?: string;
}

/** A list of STUN and TURN servers. */
export interface IceServerList {
  readonly iceServers: readonly IceServer[];
  /** When the credentials expire; absent: never. */
  readonly expiresAt?: Date;
}

/** The limits from the server's welcome. All sizes are in bytes. */
export interface Limits {
  readonly maxFrameBytes: number;
  readonly maxSdpBytes: number;
  readonly maxCandidateBytes: number;
  readonly maxDataBytes: number;
  readonly maxAttributesBytes: number;
  readonly maxRooms: number;
  readonly maxRoomMembers: number;
  /** Most peers that can be watched at the same time. */
  readonly maxWatchedPeers: number;
  /** Most unacknowledged signals that the server keeps for this peer, and their bytes. */
  readonly maxMailboxEvents: number;
  readonly maxMailboxBytes: number;
  /** Sustained rate of frames, and frames that may be sent at once. 0: not limited. */
  readonly framesPerSecond: number;
  readonly framesBurst: number;
  /** The client acknowledges after at most this many signals and notices, or this long after the first. */
  readonly ackEveryEvents: number;
  readonly ackIntervalMs: number;
}

/** The state of a watched peer. `"away"`: its stream is lost and it may return; signals wait for it. */
export interface Presence {
  readonly peerId: string;
  readonly state: "offline" | "live" | "away";
  /** Its session; empty if it is offline or the access token does not allow this client to signal to it. */
  readonly sessionId: string;
}

/**
 * - `"taken"`: the server accepted it for the receiver. It is delivered unless another outcome follows.
 * - `"refused"`: the server did not accept it; the `notice` says why.
 * - `"undelivered"`: it was accepted, but certainly not delivered.
 * - `"unconfirmed"`: it may have been delivered; this is unknown.
 * - `"not-sent"`: it was not sent, because the client closed or it exceeds the limit of the server.
 */
export type SignalOutcome = "taken" | "refused" | "undelivered" | "unconfirmed" | "not-sent";

/** Everything that the client reports to the app. Events come one at a time, in order. */
export type SignalingEvent =
  | { readonly type: "state"; readonly state: SignalingState; readonly previous: SignalingState }
  /**
   * The session has ended, and other peers no longer know it. Comes after the loss of a session that is not resumable,
   * when the server no longer knows the session after a reconnect, and when the client closes; never when the session
   * was resumed. The next session starts automatically unless the state is `closed`: rooms are joined, peers are
   * watched and signals that were never sent are sent. The signals in `unconfirmed` were sent but not acknowledged:
   * they may have been handled and are not sent again. Those in `unsent`, only when the client closes, were never sent.
   */
  | {
      readonly type: "session-ended";
      readonly sessionId: string;
      readonly error?: SignalingError;
      readonly unconfirmed: readonly OutgoingSignal[];
      readonly unsent: readonly OutgoingSignal[];
    }
  | { readonly type: "signal"; readonly signal: IncomingSignal }
  | { readonly type: "room"; readonly view: RoomView; readonly change: RoomChange }
  | { readonly type: "notice"; readonly notice: Notice }
  /**
   * The result of a signal of this client: see {@link SignalOutcome}. `"taken"` may be followed by another outcome with
   * a `notice`.
   */
  | { readonly type: "outcome"; readonly signalId: number; readonly outcome: SignalOutcome }
  /** The state of a watched peer, after `watchPresence` and on every change. */
  | { readonly type: "presence"; readonly presence: Presence }
  /** After each welcome and whenever the server has a new list. Pass it to `RTCPeerConnection.setConfiguration`. */
  | { readonly type: "ice-servers"; readonly list: IceServerList }
  /** Only with the option `trace`. */
  | { readonly type: "trace"; readonly trace: Trace };

/**
 * Called with each event. An exception is reported to the console's error handler and does not affect other listeners.
 *
 * A signal or a notice is acknowledged to the server when the listeners have returned and the promises that they
 * returned have settled; until then it may be delivered again. Later events do not wait for that, but stay in the
 * server's mailbox.
 */
export type SignalingListener = (event: SignalingEvent) => unknown;
