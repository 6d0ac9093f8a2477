/** One direction of a link's media. */
export interface DirectionStats {
  /** Bits per second of RTP payload since the sample before, over all tracks; 0 at the first sample. */
  readonly bitsPerSecond: number;
  /** Share of RTP packets lost since the sample before, from 0 to 1; undefined when none was expected. */
  readonly lossRatio: number | undefined;
}

/** How the packets go: from peer to peer, or over a TURN server. */
export type LinkPath = "direct" | "relayed" | "unknown";

/** Figures of a link at one moment. */
export interface LinkStats {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly inbound: DirectionStats;
  readonly outbound: DirectionStats;
  /** Round trip of the selected candidate pair, in milliseconds; undefined until it was measured. */
  readonly roundTripMs: number | undefined;
  readonly path: LinkPath;
  /** Video frames decoded since the beginning, over all tracks. */
  readonly framesDecoded: number;
}
