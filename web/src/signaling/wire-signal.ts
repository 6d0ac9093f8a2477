import type { MessageInitShape } from "@bufbuild/protobuf";
import { Hangup_Reason, type Signal, type SignalSchema } from "../gen/beckon/v1/signal_pb.js";
import type { CandidatePlace, HangupReason, IncomingSignal, OutgoingSignal, SignalBody } from "./signal.js";

type WireSignal = MessageInitShape<typeof SignalSchema>;
type WireBody = NonNullable<WireSignal["body"]>;

const HANGUP_TO_WIRE: Readonly<Record<HangupReason, Hangup_Reason>> = {
  unspecified: Hangup_Reason.REASON_UNSPECIFIED,
  ended: Hangup_Reason.ENDED,
  declined: Hangup_Reason.DECLINED,
  busy: Hangup_Reason.BUSY,
  "no-answer": Hangup_Reason.NO_ANSWER,
  failed: Hangup_Reason.FAILED,
};

const HANGUP_FROM_WIRE: Readonly<Record<Hangup_Reason, HangupReason>> = {
  [Hangup_Reason.REASON_UNSPECIFIED]: "unspecified",
  [Hangup_Reason.ENDED]: "ended",
  [Hangup_Reason.DECLINED]: "declined",
  [Hangup_Reason.BUSY]: "busy",
  [Hangup_Reason.NO_ANSWER]: "no-answer",
  [Hangup_Reason.FAILED]: "failed",
};

/** Converts a signal for a frame; `from`, `fromSessionId` and `polite` are set by the server and stay unset. */
export function toWireSignal(signal: OutgoingSignal): WireSignal {
  return {
    to: signal.to,
    toSessionId: signal.toSessionId ?? "",
    room: signal.room ?? "",
    connectionId: signal.connectionId ?? "",
    body: toWireBody(signal.body),
  };
}

/** @returns undefined if this version does not know the kind of the body. */
export function fromWireSignal(signal: Signal): IncomingSignal | undefined {
  const body = fromWireBody(signal.body);
  if (body === undefined) {
    return undefined;
  }
  const { from, fromSessionId, room, connectionId } = signal;
  return { from, fromSessionId, room, connectionId, body };
}

function toWireBody(body: SignalBody): WireBody {
  switch (body.type) {
    case "offer":
      return { case: "offer", value: { sdp: body.sdp, offerId: body.offerId } };
    case "answer":
      return { case: "answer", value: { sdp: body.sdp, offerId: body.offerId, provisional: body.provisional } };
    case "candidate":
      // If it was cut out of a description, it may include the line break, which the server refuses.
      return { case: "candidate", value: { candidate: body.candidate.trim(), ...toWirePlace(body) } };
    case "end-of-candidates":
      return { case: "endOfCandidates", value: toWirePlace(body) };
    case "hangup":
      return { case: "hangup", value: { reason: HANGUP_TO_WIRE[body.reason] } };
    case "data":
      return { case: "data", value: { label: body.label, content: toWireContent(body.content) } };
  }
}

function toWireContent(content: string | Uint8Array) {
  return typeof content === "string"
    ? ({ case: "text", value: content } as const)
    : ({ case: "bytes", value: new Uint8Array(content) } as const);
}

/** Null becomes absent. */
function toWirePlace({ sdpMid, sdpMLineIndex, usernameFragment }: CandidatePlace) {
  return {
    ...(sdpMid === null ? {} : { sdpMid }),
    ...(sdpMLineIndex === null ? {} : { sdpMLineIndex }),
    ...(usernameFragment === null ? {} : { usernameFragment }),
  };
}

function fromWireBody(body: Signal["body"]): SignalBody | undefined {
  switch (body.case) {
    case "offer": {
      const { sdp, offerId, polite } = body.value;
      return { type: "offer", sdp, offerId, ...(polite === undefined ? {} : { polite }) };
    }
    case "answer": {
      const { sdp, offerId, provisional } = body.value;
      return { type: "answer", sdp, offerId, provisional };
    }
    case "candidate":
      return { type: "candidate", candidate: body.value.candidate, ...fromWirePlace(body.value) };
    case "endOfCandidates":
      return { type: "end-of-candidates", ...fromWirePlace(body.value) };
    case "hangup":
      return { type: "hangup", reason: HANGUP_FROM_WIRE[body.value.reason] ?? "unspecified" };
    case "data":
      return { type: "data", label: body.value.label, content: body.value.content.value ?? "" };
    case undefined:
      return undefined;
  }
}

/** Absent becomes null, and so does an empty username fragment, which peers other than browsers send for none. */
function fromWirePlace(place: WirePlace): CandidatePlace {
  return {
    sdpMid: place.sdpMid ?? null,
    sdpMLineIndex: place.sdpMLineIndex ?? null,
    usernameFragment: place.usernameFragment || null,
  };
}

interface WirePlace {
  readonly sdpMid?: string | undefined;
  readonly sdpMLineIndex?: number | undefined;
  readonly usernameFragment?: string | undefined;
}
