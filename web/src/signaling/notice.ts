import type { SignalBody } from "./signal.js";

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

/**
 * What became of a frame of one's own that did not get where it should, or a warning. The session lives on. A notice of
 * the server about several signals arrives as one for each.
 */
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
  /** The signal that it is about, when it is about one and that is not long ago. */
  readonly refused?: RefusedSignal;
  /** What `send` returned for that signal. */
  readonly signalId?: number;
}

/** Whether the same frame may be taken later. */
export function isPassing({ code }: Notice): boolean {
  return code === "UNAVAILABLE" || code === "RATE_LIMITED";
}
