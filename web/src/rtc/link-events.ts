import type { HangupReason, IncomingSignal } from "../signaling/signal.js";

/** How far a link is. `"reconnecting"`: media stopped flowing and ICE looks for a new path. */
export type LinkState = "new" | "connecting" | "connected" | "reconnecting" | "closed";

/** Why a link is closed. */
export type LinkCloseReason =
  /** `close()` was called here. */
  | { readonly type: "closed" }
  /** The other peer hung up or declined. */
  | { readonly type: "hung-up"; readonly reason: HangupReason }
  /** The other peer is gone, and did not come back in time. */
  | { readonly type: "unavailable"; readonly message: string }
  /** The other peer is there and answers no offer. */
  | { readonly type: "no-answer"; readonly message: string }
  /**
   * The other peer has another connection now, for instance because its page was reloaded. A call gives its offer to a new
   * link, or calls it anew when there is none.
   */
  | { readonly type: "superseded"; readonly offer?: IncomingSignal }
  /** No path was found, also not after restarting ICE, or a description could not be applied. */
  | { readonly type: "failed"; readonly message: string };

/** Everything that a link tells. */
export type PeerLinkEvent =
  | { readonly type: "state"; readonly state: LinkState }
  | { readonly type: "closed"; readonly reason: LinkCloseReason }
  /** A track of the other peer. It is muted until media flows; the `ended` and `mute` events are the track's own. */
  | { readonly type: "track"; readonly track: MediaStreamTrack; readonly streams: readonly MediaStream[] }
  /** The other peer took a track away. */
  | { readonly type: "track-removed"; readonly track: MediaStreamTrack }
  /** The chat channel opened or closed. */
  | { readonly type: "chat-state"; readonly isOpen: boolean }
  | { readonly type: "chat-message"; readonly text: string; readonly at: number }
  /** A data channel that the other peer opened, other than the chat. */
  | { readonly type: "data-channel"; readonly channel: RTCDataChannel }
  /** One step of the negotiation, for people who watch it. */
  | { readonly type: "negotiation"; readonly step: NegotiationStep };

/** One step of the negotiation (W3C WebRTC, section 10.7). */
export type NegotiationStep =
  | { readonly step: "offer-sent" | "answer-sent" | "offer-applied" | "answer-applied"; readonly offerId: number }
  /** Both offered at once: the polite peer took its own offer back. */
  | { readonly step: "offer-rolled-back"; readonly offerId: number }
  /** Both offered at once: the impolite peer ignores the other's offer. */
  | { readonly step: "offer-ignored"; readonly offerId: number }
  /** An answer to an offer that is no longer open. */
  | { readonly step: "answer-dropped"; readonly offerId: number }
  /** A candidate of another generation, more early ones than are kept, or one that the browser refuses. */
  | { readonly step: "candidate-dropped"; readonly why: "stale" | "overflow" | "refused" }
  | { readonly step: "ice-restarted"; readonly attempt: number };
