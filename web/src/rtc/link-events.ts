import type { HangupReason, IncomingSignal } from "../signaling/signal.js";

/** The state of a link. `"reconnecting"`: media are interrupted and ICE searches for a new path. */
export type LinkState = "new" | "connecting" | "connected" | "reconnecting" | "closed";

/** Why a link is closed. */
export type LinkCloseReason =
  /** `close()` was called here. */
  | { readonly type: "closed" }
  /** The other peer hung up or declined. */
  | { readonly type: "hung-up"; readonly reason: HangupReason }
  /** The other peer is gone, and did not return in time. */
  | { readonly type: "unavailable"; readonly message: string }
  /** The other peer is present but answers no offer. */
  | { readonly type: "no-answer"; readonly message: string }
  /**
   * The other peer has a new connection, for instance because its page was reloaded, or needs one: the browser refused
   * its description for this connection, for the reason in `message`. A call passes the offer to a new link, or calls
   * the peer again if there is no offer. If the browser refuses a description again, the link ends as `"failed"`.
   */
  | { readonly type: "superseded"; readonly offer?: IncomingSignal; readonly message?: string }
  /** No path was found, even after ICE restarts, or a description could not be applied. */
  | { readonly type: "failed"; readonly message: string };

/** A problem that may pass: the link keeps trying, and reports when it is over. */
export interface LinkProblem {
  /**
   * - `"no-path"`: both sides negotiated, but for 8 s ICE has found no path between them, or no new one after it lost
   *   one: for instance because a firewall blocks UDP and there is no TURN server that is reachable over TCP. ICE
   *   continues and is restarted up to `maxIceRestarts` times, about two minutes; then the link closes as `"failed"`.
   */
  readonly code: "no-path";
  /** For developers and logs. */
  readonly message: string;
}

/** The events of a link. */
export type PeerLinkEvent =
  | { readonly type: "state"; readonly state: LinkState }
  | { readonly type: "closed"; readonly reason: LinkCloseReason }
  /** A problem has begun, or, if undefined, is over. Closing the link does not end it. */
  | { readonly type: "problem"; readonly problem: LinkProblem | undefined }
  /** A track of the other peer. It is muted until media flow; `ended` and `mute` are events of the track. */
  | { readonly type: "track"; readonly track: MediaStreamTrack; readonly streams: readonly MediaStream[] }
  /** The other peer removed a track. */
  | { readonly type: "track-removed"; readonly track: MediaStreamTrack }
  /** The chat channel opened or closed. */
  | { readonly type: "chat-state"; readonly isOpen: boolean }
  | { readonly type: "chat-message"; readonly text: string; readonly at: number }
  /** A data channel opened by the other peer, other than the chat. */
  | { readonly type: "data-channel"; readonly channel: RTCDataChannel }
  /** A step of the negotiation, for display. */
  | { readonly type: "negotiation"; readonly step: NegotiationStep };

/** A step of the negotiation (W3C WebRTC, section 10.7). */
export type NegotiationStep =
  | { readonly step: "offer-sent" | "answer-sent" | "offer-applied" | "answer-applied"; readonly offerId: number }
  /** Both sides offered at once: the polite peer rolled back its own offer. */
  | { readonly step: "offer-rolled-back"; readonly offerId: number }
  /** Both sides offered at once: the impolite peer ignores the other's offer. */
  | { readonly step: "offer-ignored"; readonly offerId: number }
  /** An answer to an offer that is no longer open was dropped. */
  | { readonly step: "answer-dropped"; readonly offerId: number }
  /** A candidate of another generation, more early ones than are kept, or one that the browser refuses. */
  | { readonly step: "candidate-dropped"; readonly why: "stale" | "overflow" | "refused" }
  | { readonly step: "ice-restarted"; readonly attempt: number };
