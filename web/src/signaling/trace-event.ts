/**
 * The kind of frame or event of a trace. `"ack"`: a frame with only an ack; `"unknown"`: a kind that this version does
 * not know.
 */
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
  | "ack"
  | "go-away"
  | "bye"
  | "unknown";

/** One frame that was passed to the network, or one event that arrived. Contains no secret, SDP, candidate or data. */
export interface Trace {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: "sent" | "received";
  readonly kind: TraceKind;
  /** Size of the encoded frame or event in bytes. */
  readonly bytes: number;
  /** True if the same frame is sent again because the response was lost. */
  readonly repeated: boolean;
  /** The other peer, if there is one: receiver, sender, or the subject of a room delta or a notice. */
  readonly peerId?: string;
  readonly room?: string;
  readonly connectionId?: string;
  /** Details, for instance `offer 2, polite` or `3 members, version 7`. */
  readonly detail?: string;
}
