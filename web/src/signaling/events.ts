import type { RoomChange, RoomView } from "./room-view.js";
import type { IncomingSignal, OutgoingSignal, SignalBody } from "./signal.js";
import type { SignalingError } from "./signaling-error.js";

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
}

/**
 * What the client is doing.
 *
 *     connecting --welcome--> connected --lost--> waiting --time over--> connecting
 *         |  \--failed--> waiting                    |
 *         \---------------- closed <-----------------/   (close(), or an error that repeating cannot mend)
 */
export type SignalingState =
  /** Saying hello. `attempt` counts from 1 since the last connection that held. */
  | { readonly status: "connecting"; readonly attempt: number }
  /** Registered: signals can be sent. */
  | { readonly status: "connected"; readonly sessionId: string }
  /** Tries again by itself in `retryInMs` (at `retryAt`, milliseconds since 1970). `error` says what went wrong. */
  | {
      readonly status: "waiting";
      readonly attempt: number;
      readonly retryInMs: number;
      readonly retryAt: number;
      readonly error: SignalingError;
    }
  /** The end; make a new client to come back. `error` is absent after `close()`. */
  | { readonly status: "closed"; readonly error?: SignalingError };

/** What kind of refusal a notice is. A code that this version does not know arrives as `"UNKNOWN"`. */
export type NoticeCode =
  | "INVALID_FRAME"
  | "UNSUPPORTED"
  | "PEER_UNAVAILABLE"
  | "UNDELIVERED"
  | "UNCONFIRMED"
  | "MAILBOX_FULL"
  | "RATE_LIMITED"
  | "TOO_LARGE"
  | "PERMISSION_DENIED"
  | "ROOM_FULL"
  | "NOT_IN_ROOM"
  | "TOO_MANY_ROOMS"
  | "UNAVAILABLE"
  | "TOKEN_EXPIRING"
  | "UNKNOWN";

/** One field that breaks its rule, for instance `signal.offer.sdp`: found 262200 bytes, expected at most 262144. */
export interface FieldViolation {
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** What the client remembers of a signal that it sent. */
export interface RefusedSignal {
  readonly type: SignalBody["type"];
  /** The session that it was for; empty if any. */
  readonly toSessionId: string;
}

/** The server refused a frame. The session lives on. */
export interface Notice {
  readonly code: NoticeCode;
  /** Finer than the code, with PEER_UNAVAILABLE. */
  readonly reason?: "NOT_REGISTERED" | "SESSION_REPLACED";
  /** The same in words, for a person. Do not branch on it. */
  readonly message: string;
  /** The peer that it is about; empty if none. */
  readonly peerId: string;
  /** The room that it is about; empty if none. */
  readonly room: string;
  /** The connection of the signal that it is about; empty for the main one, or if none. */
  readonly connectionId: string;
  readonly fieldViolations: readonly FieldViolation[];
  /** When to try again, with RATE_LIMITED and UNAVAILABLE. */
  readonly retryAfterMs?: number;
  /** The signal that was refused, when it was one and is not long ago. */
  readonly refused?: RefusedSignal;
}

/** What kind of frame or event a trace is about; `"unknown"` for arms that this version does not know. */
export type TraceKind =
  | "hello"
  | "welcome"
  | "offer"
  | "answer"
  | "candidate"
  | "end-of-candidates"
  | "hangup"
  | "data"
  | "join-room"
  | "leave-room"
  | "update-member"
  | "watch-presence"
  | "refresh-token"
  | "room-snapshot"
  | "peer-joined"
  | "peer-left"
  | "member-updated"
  | "presence"
  | "ice-servers"
  | "notice"
  | "heartbeat"
  | "go-away"
  | "bye"
  | "unknown";

/** One frame that was handed to the network, or one event that arrived. Holds no secret, SDP, candidate or data. */
export interface Trace {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: "sent" | "received";
  readonly kind: TraceKind;
  /** Size of the encoded frame or event. */
  readonly bytes: number;
  /** True when the same frame goes out once more, because the response was lost. */
  readonly repeated: boolean;
  /** The other peer, when there is one: receiver, sender, or whom a room delta or a notice is about. */
  readonly peerId?: string;
  readonly room?: string;
  readonly connectionId?: string;
  /** A few words more, for instance `offer 2, polite` or `3 members, version 7`. */
  readonly detail?: string;
}

/** Everything that the client tells its app. Events come one at a time, in order. */
export type SignalingEvent =
  | { readonly type: "state"; readonly state: SignalingState; readonly previous: SignalingState }
  /**
   * The session is over, and with it what others knew of this peer; the next one begins by itself unless the state says
   * `closed`. Rooms are joined anew by the client. `unconfirmed` were sent and not acknowledged: they may have been
   * handled. `unsent` never left. Neither is sent again by itself.
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
  /** From welcome, and whenever the server has a fresh list: give it to `RTCPeerConnection.setConfiguration`. */
  | { readonly type: "ice-servers"; readonly list: IceServerList }
  /** Only with the option `trace`. */
  | { readonly type: "trace"; readonly trace: Trace };

/** Called with each event. What it throws is reported to the console's error handler and stops nobody. */
export type SignalingListener = (event: SignalingEvent) => void;
