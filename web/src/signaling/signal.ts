/** Why a connection ends or was declined. A reason unknown to this version arrives as `"unspecified"`. */
export type HangupReason = "unspecified" | "ended" | "declined" | "busy" | "no-answer" | "failed";

/** A session description of type "offer" (W3C WebRTC, section 4.6.2). */
export interface OfferBody {
  readonly type: "offer";
  /** The session description (RFC 8866), at most `limits.maxSdpBytes`. */
  readonly sdp: string;
  /** Number of this offer on its connection, counted from 1 by the offerer; 0 for none. The answer repeats it. */
  readonly offerId: number;
  /**
   * Whether the receiver of this offer is the polite peer (W3C WebRTC, section 10.7). Set by the server on every
   * received offer; not allowed on a sent one.
   */
  readonly polite?: boolean;
}

/** A session description of type "answer", or "pranswer" if `provisional`. */
export interface AnswerBody {
  readonly type: "answer";
  /** The session description (RFC 8866), at most `limits.maxSdpBytes`. */
  readonly sdp: string;
  /** The `offerId` of the offer that it answers. */
  readonly offerId: number;
  /** True if a final answer follows. */
  readonly provisional: boolean;
}

/**
 * The m-line and ICE generation of a candidate; the fields are those of `RTCIceCandidateInit` (W3C WebRTC, section
 * 4.8.1).
 */
export interface CandidatePlace {
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  /** The ICE generation; null if the browser did not provide it. */
  readonly usernameFragment: string | null;
}

/** One ICE candidate (trickle ICE, RFC 8838). One of `sdpMid` and `sdpMLineIndex` is required. */
export interface CandidateBody extends CandidatePlace {
  readonly type: "candidate";
  /**
   * The candidate-attribute, "candidate:..." (RFC 8839, section 5.1). Never empty: see {@link EndOfCandidatesBody}.
   * Spaces and line breaks around it are removed when it is sent.
   */
  readonly candidate: string;
}

/** The end of the candidates of this generation (RFC 8838, section 13). */
export interface EndOfCandidatesBody extends CandidatePlace {
  readonly type: "end-of-candidates";
}

/** Ends a connection or declines an offered one. Sessions and rooms continue. */
export interface HangupBody {
  readonly type: "hangup";
  readonly reason: HangupReason;
}

/** A message defined by the app, relayed by the server. For larger amounts of data use an RTCDataChannel. */
export interface DataBody {
  readonly type: "data";
  /** The kind of message, defined by the app, for instance "chat". At most 128 bytes, may be empty. */
  readonly label: string;
  /** Text or bytes, at most `limits.maxDataBytes`. */
  readonly content: string | Uint8Array;
}

/** The content of a signal. */
export type SignalBody = OfferBody | AnswerBody | CandidateBody | EndOfCandidatesBody | HangupBody | DataBody;

/** A signal from this peer to one other peer. */
export interface OutgoingSignal {
  /** The receiving peer; not this peer itself. */
  readonly to: string;
  /**
   * The session that it is for. If set, the signal never reaches another session with the same peer id: if the session
   * no longer exists, a notice PEER_UNAVAILABLE comes back.
   */
  readonly toSessionId?: string;
  /**
   * The room in whose context it is sent. If set, both peers must be members, otherwise a notice NOT_IN_ROOM comes
   * back.
   */
  readonly room?: string;
  /** The connection between the two peers that it is about, for instance "screen". Default "", the main one. */
  readonly connectionId?: string;
  readonly body: SignalBody;
}

/** A signal from another peer. `from` and `fromSessionId` are set by the server. */
export interface IncomingSignal {
  readonly from: string;
  readonly fromSessionId: string;
  /** Empty if none. */
  readonly room: string;
  /** Empty for the main connection. */
  readonly connectionId: string;
  readonly body: SignalBody;
}
