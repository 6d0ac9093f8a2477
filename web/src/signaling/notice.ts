import type { SignalBody } from "./signal.js";

/** The kind of refusal. A code unknown to this version arrives as `"UNKNOWN"`. */
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

/** A field that breaks a rule, for instance `signal.offer.sdp`: found 262200 bytes, expected at most 262144. */
export interface FieldViolation {
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** What the client remembers of a sent signal. */
export interface RefusedSignal {
  readonly type: SignalBody["type"];
  /** The session that it was for; empty for any. */
  readonly toSessionId: string;
}

/**
 * A report that a frame of this client was refused or not delivered, or a warning. The session continues. A notice of
 * the server about several signals arrives as one notice for each.
 */
export interface Notice {
  readonly code: NoticeCode;
  /** Details of the code, with PEER_UNAVAILABLE. */
  readonly reason?: "NOT_REGISTERED" | "SESSION_REPLACED";
  /** A description for people. Do not branch on it. */
  readonly message: string;
  /** The peer that this is about; empty if none. */
  readonly peerId: string;
  /** The room that this is about; empty if none. */
  readonly room: string;
  /** The connection of the signal that this is about; empty for the main one or if it is not about a signal. */
  readonly connectionId: string;
  readonly fieldViolations: readonly FieldViolation[];
  /** How long to wait before trying again, with RATE_LIMITED and UNAVAILABLE. */
  readonly retryAfterMs?: number;
  /** The signal that this is about, unless it was sent long ago. */
  readonly refused?: RefusedSignal;
  /** The number that `send` returned for that signal. */
  readonly signalId?: number;
}

/** Returns whether the same frame may be accepted later. */
export function isPassing({ code }: Notice): boolean {
  return code === "UNAVAILABLE" || code === "RATE_LIMITED";
}
