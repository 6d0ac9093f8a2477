import type { SignalingPort } from "./signaling-port.js";

/** Options of a link. */
export interface PeerLinkOptions {
  readonly signaling: SignalingPort;
  /** The other peer. */
  readonly peerId: string;
  /** Label of the connection between the two peers, agreed on by both sides. Default "", the main one. */
  readonly connectionId?: string;
  /** The room in whose context signals are sent. Default: none. */
  readonly room?: string;
  /** Merged with `{ iceServers }` from signaling; its own values take precedence. */
  readonly configuration?: RTCConfiguration;
  /** Whether the calling side opens a data channel "chat". Default true. */
  readonly chat?: boolean;
  /** How many times in a row ICE is restarted before the link fails. Default 5. */
  readonly maxIceRestarts?: number;
  /**
   * How long the link waits for the other peer when its session has ended and media still flow, or when this side's
   * session is new, for instance after a restart of the server. Then it ends as `"unavailable"`. Default 90,000 ms: the
   * 30 s that a server lets its clients leave in (`--drain`), its start, and up to 20 s between attempts to reconnect.
   * Raise it with `--drain`.
   */
  readonly returnTimeoutMs?: number;
  /**
   * What becomes of offers that no call and no link of this page takes, for instance about another connection.
   * `"hang-up"` (default): they are answered by a hang-up with reason `"no-answer"` after 20 s, so that the caller does
   * not wait forever. `"ignore"`: nothing, for an app that also answers offers itself.
   */
  readonly otherOffers?: "hang-up" | "ignore";
  /** Creates the RTCPeerConnection. Default `new RTCPeerConnection(configuration)`. */
  readonly createConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
}
