import type { SignalingPort } from "./signaling-port.js";

/** How a link is made. */
export interface PeerLinkOptions {
  readonly signaling: SignalingPort;
  /** The other peer. */
  readonly peerId: string;
  /** Which connection between the two, a label that both sides agree on. Default "", the main one. */
  readonly connectionId?: string;
  /** The room in whose context signals are sent. Default: none. */
  readonly room?: string;
  /** Added to `{ iceServers }` from signaling; what it names itself wins. */
  readonly configuration?: RTCConfiguration;
  /** Whether a data channel "chat" is opened by the side that calls. Default true. */
  readonly chat?: boolean;
  /** How many times in a row ICE is restarted before the link is given up as failed. Default 5. */
  readonly maxIceRestarts?: number;
  /**
   * How long the link waits for the other peer when its session has ended and media still flow, or when one's own session
   * is a new one, as after a restart of the server. Then it ends as `"unavailable"`. Default 30,000 ms.
   */
  readonly returnTimeoutMs?: number;
  /** Makes the RTCPeerConnection. Default `new RTCPeerConnection(configuration)`. */
  readonly createConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
}
