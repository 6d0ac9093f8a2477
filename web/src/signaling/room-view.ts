import type { Notice } from "./notice.js";

/** A peer in a room. */
export interface Member {
  readonly peerId: string;
  /** The session under which it joined. */
  readonly sessionId: string;
  /** `"away"`: its stream is lost and it may return; signals wait for it meanwhile. */
  readonly state: "live" | "away";
  /** Its display name; may be empty. */
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Why a member left. After `"gone"`, `"shutdown"` (of the server) and `"token-expired"` it may soon return. A reason
 * unknown to this version arrives as `"unspecified"`.
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
 * A room at one version. Immutable: each change creates a new one. Members that see the same version see the same
 * members.
 */
export interface RoomView {
  readonly room: string;
  /** Increases by one with each change, for as long as the room has members. */
  readonly version: number;
  /** All members, including this peer, in the order in which they joined. */
  readonly members: readonly Member[];
}

/** What one `room` event changed. */
export type RoomChange =
  /**
   * A new view of the whole room, after joining it and after each reconnect. The lists are the differences from the
   * previous view; in the first one all members are in `joined`.
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
   * This peer is no longer in the room; this is the last event of the room. `refusal` is the server's notice if the
   * room could not be joined again in a new session.
   */
  | { readonly type: "room-left"; readonly reason: LeaveReason; readonly refusal?: Notice };
