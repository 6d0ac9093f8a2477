/**
 * What kind of frame or event a trace is about. `"ack"`: a frame that says nothing else; `"unknown"`: an arm that this
 * version does not know.
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
