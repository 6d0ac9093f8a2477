/** Why a connection ends or was declined. A reason that this version does not know arrives as `"unspecified"`. */
export type HangupReason = "unspecified" | "ended" | "declined" | "busy" | "no-answer" | "failed";

/** A session description of type "offer" (W3C WebRTC, section 4.6.2). */
export interface OfferBody {
  readonly type: "offer";
  /** The session description (RFC 8866), at most `limits.maxSdpBytes`. */
  readonly sdp: string;
  /** Number of this offer on its connection, counted by the offerer from 1; 0 for none. The answer repeats it. */
  readonly offerId: number;
  /**
   * Whether the receiver of this offer is the polite peer (W3C WebRTC, section 10.7). The server's word: present on
   * every offer that arrives, never set on one that is sent.
   */
  readonly polite?: boolean;
}

/** A session description of type "answer", or "pranswer" when `provisional`. */
export interface AnswerBody {
  readonly type: "answer";
  /** The session description (RFC 8866), at most `limits.maxSdpBytes`. */
  readonly sdp: string;
  /** The `offerId` of the offer that it answers. */
  readonly offerId: number;
  /** True when a final answer follows. */
  readonly provisional: boolean;
}

/** Where a candidate belongs; the fields are those of `RTCIceCandidateInit` (W3C WebRTC, section 4.8.1). */
export interface CandidatePlace {
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  /** The ICE generation that it belongs to; null when the browser did not say. */
  readonly usernameFragment: string | null;
}

/** One ICE candidate (trickle ICE, RFC 8838). One of `sdpMid` and `sdpMLineIndex` is required. */
export interface CandidateBody extends CandidatePlace {
  readonly type: "candidate";
  /** The candidate-attribute, "candidate:..." (RFC 8839, section 5.1). Never empty: see {@link EndOfCandidatesBody}. */
  readonly candidate: string;
}

/** No more candidates follow in this generation (RFC 8838, section 13). */
export interface EndOfCandidatesBody extends CandidatePlace {
  readonly type: "end-of-candidates";
}

/** Ends a connection, or declines one that was offered. Sessions and rooms go on. */
export interface HangupBody {
  readonly type: "hangup";
  readonly reason: HangupReason;
}

/** A message of the app's own, relayed by the server. For much data use an RTCDataChannel. */
export interface DataBody {
  readonly type: "data";
  /** What it is, in the app's own words, for instance "chat". At most 128 bytes, may be empty. */
  readonly label: string;
  /** Text or bytes, at most `limits.maxDataBytes`. */
  readonly content: string | Uint8Array;
}

/** What one peer says to another. */
export type SignalBody = OfferBody | AnswerBody | CandidateBody | EndOfCandidatesBody | HangupBody | DataBody;

/** A message from this peer to one other peer. */
export interface OutgoingSignal {
  /** The peer id that it is for; not oneself. */
  readonly to: string;
  /**
   * The session that it is for. With it the signal never reaches another session under the same peer id: if that
   * session is gone, a notice PEER_UNAVAILABLE comes back.
   */
  readonly toSessionId?: string;
  /** The room in whose context it is sent. With it both peers must be members, else a notice NOT_IN_ROOM comes back. */
  readonly room?: string;
  /** Which connection between the two peers it is about, for instance "screen". Default "", the main one. */
  readonly connectionId?: string;
  readonly body: SignalBody;
}

/** A message from another peer. `from` and `fromSessionId` are the server's word. */
export interface IncomingSignal {
  readonly from: string;
  readonly fromSessionId: string;
  /** Empty if none. */
  readonly room: string;
  /** Empty for the main connection. */
  readonly connectionId: string;
  readonly body: SignalBody;
}
