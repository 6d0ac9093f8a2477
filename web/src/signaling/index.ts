// For apps.
export { connectSignaling } from "./client.js";
export type {
  FieldViolation,
  IceServer,
  IceServerList,
  Limits,
  Notice,
  NoticeCode,
  RefusedSignal,
  SignalingEvent,
  SignalingListener,
  SignalingState,
  Trace,
  TraceKind,
} from "./events.js";
export type { SignalingOptions } from "./options.js";
export { type FullJitterOptions, fullJitter, type ReconnectPolicy } from "./reconnect-policy.js";
export type { LeaveReason, Member, RoomChange, RoomView } from "./room-view.js";
export { createSessionKey } from "./session-key.js";
export type {
  AnswerBody,
  CandidateBody,
  CandidatePlace,
  DataBody,
  EndOfCandidatesBody,
  HangupBody,
  HangupReason,
  IncomingSignal,
  OfferBody,
  OutgoingSignal,
  SignalBody,
} from "./signal.js";
export type { Abortable, MemberChange, SignalingClient } from "./signaling-client.js";
export { SignalingError, type SignalingErrorReason } from "./signaling-error.js";
