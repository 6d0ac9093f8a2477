import type { Notice } from "./notice.js";

/** A peer in a room. */
export interface Member {
  readonly peerId: string;
  /** The session under which it joined. */
  readonly sessionId: string;
  /** `"away"`: its stream is lost and it may come back; signals wait for it meanwhile. */
  readonly state: "live" | "away";
  /** Its name for people, may be empty. */
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Why a member is gone; those of `"gone"`, `"shutdown"` (of the server) and `"token-expired"` may soon be back. A reason that
 * this version does not know arrives as `"unspecified"`.
 */
export type LeaveReason =
  | "unspecified"
  | "left"
  | "bye"
  | "gone"
  | "replaced"
  | "disconnected"
  | "room-closed"
  | "shutdown"
  | "token-expired";

/**
 * A room at one version. Immutable: each change makes a new one. Two members that see the same version see the same
 * members.
 */
export interface RoomView {
  readonly room: string;
  /** Grows by one with each change, for as long as the room has members. */
  readonly version: number;
  /** All members, oneself among them, in the order of joining. */
  readonly members: readonly Member[];
}

/** What one `room` event changed. */
export type RoomChange =
  /**
   * A fresh view of the whole room, after joining it and after each reconnect. The lists compare it with the view
   * before; at the first one everybody is in `joined`.
   */
  | {
      readonly type: "snapshot";
      readonly joined: readonly Member[];
      readonly left: readonly Member[];
      readonly updated: readonly Member[];
    }
  | { readonly type: "peer-joined"; readonly member: Member }
  | { readonly type: "peer-left"; readonly member: Member; readonly reason: LeaveReason }
  | { readonly type: "member-updated"; readonly member: Member; readonly previous: Member }
  /**
   * Oneself is no longer in the room; this is its last event. `refusal` is the server's when the room could not be joined
   * again in a new session.
   */
  | { readonly type: "room-left"; readonly reason: LeaveReason; readonly refusal?: Notice };
