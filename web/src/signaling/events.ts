import type { Notice } from "./notice.js";
import type { RoomChange, RoomView } from "./room-view.js";
import type { IncomingSignal, OutgoingSignal } from "./signal.js";
import type { SignalingError } from "./signaling-error.js";
import type { SignalingState } from "./state.js";
import type { Trace } from "./trace-event.js";

export type { Notice } from "./notice.js";

/** A STUN or TURN server, fit for `RTCConfiguration.iceServers` (W3C WebRTC, section 4.2.4). */
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

/** The limits that the server told in its welcome. All sizes in bytes. */
export interface Limits {
  readonly maxFrameBytes: number;
  readonly maxSdpBytes: number;
  readonly maxCandidateBytes: number;
  readonly maxDataBytes: number;
  readonly maxAttributesBytes: number;
  readonly maxRooms: number;
  readonly maxRoomMembers: number;
  /** Most peers that can be watched at a time. */
  readonly maxWatchedPeers: number;
  /** Most signals that wait for this peer until they are acknowledged, and their bytes. */
  readonly maxMailboxEvents: number;
  readonly maxMailboxBytes: number;
  /** What may be sent: so many frames a second in the long run, and so many at once. 0: not limited. */
  readonly framesPerSecond: number;
  readonly framesBurst: number;
  /** The client acknowledges at the latest after so many signals and notices, or so long after the first. */
  readonly ackEveryEvents: number;
  readonly ackIntervalMs: number;
}

/** Whether a watched peer can be reached. `"away"`: its stream is lost and it may come back; signals wait for it. */
export interface Presence {
  readonly peerId: string;
  readonly state: "offline" | "live" | "away";
  /** Its session; empty when it is offline, and when the access token does not let one signal to it. */
  readonly sessionId: string;
}

/**
 *  - `"taken"`: the server has it for the receiver. Silence means that it has not failed.
 *  - `"refused"`: the server did not take it; the `notice` says why.
 *  - `"undelivered"`: it was taken, and certainly never handed over.
 *  - `"unconfirmed"`: it may have been handed over. Nobody knows.
 *  - `"not-sent"`: it never left, because the client closed or it is too large for the server.
 */
export type SignalOutcome = "taken" | "refused" | "undelivered" | "unconfirmed" | "not-sent";

/** Everything that the client tells its app. Events come one at a time, in order. */
export type SignalingEvent =
  | { readonly type: "state"; readonly state: SignalingState; readonly previous: SignalingState }
  /**
   * The session is over, and with it what others knew of this peer. It comes after the loss of a session that is not
   * resumable, when the server no longer knows the session on coming back, and when the client closes; never after a loss
   * from which the session was resumed. The next session begins by itself unless the state says `closed`: rooms are
   * joined and peers watched anew, and what was never sent is sent then. `unconfirmed` were sent and not acknowledged: they
   * may have been handled, and are not sent again. `unsent`, only when the client closes, never left.
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
   * What became of a signal of one's own: see {@link SignalOutcome}. `"taken"` may be followed by another outcome, which
   * then comes with a `notice`.
   */
  | { readonly type: "outcome"; readonly signalId: number; readonly outcome: SignalOutcome }
  /** A watched peer came, went or is away for a while: after `watchPresence`, and at every change. */
  | { readonly type: "presence"; readonly presence: Presence }
  /** From welcome, and whenever the server has a fresh list: give it to `RTCPeerConnection.setConfiguration`. */
  | { readonly type: "ice-servers"; readonly list: IceServerList }
  /** Only with the option `trace`. */
  | { readonly type: "trace"; readonly trace: Trace };

/**
 * Called with each event. What it throws is reported to the console's error handler and stops nobody.
 *
 * A signal or a notice is acknowledged to the server when the listeners have returned, or the promises that they returned
 * are settled: only then it will not come again. Later events do not wait for that, but the server's mailbox does.
 */
export type SignalingListener = (event: SignalingEvent) => unknown;
