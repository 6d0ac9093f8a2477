// For apps.
export { connectSignaling } from "./client.js";
export type { Environment, EnvironmentChange } from "./environment.js";
export type {
  IceServer,
  IceServerList,
  Limits,
  Presence,
  SignalingEvent,
  SignalingListener,
  SignalOutcome,
} from "./events.js";
export type { FieldViolation, Notice, NoticeCode, RefusedSignal } from "./notice.js";
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
export type { AttachResult, SignalingState } from "./state.js";
export type { TokenProvider } from "./tokens.js";
export type { Trace, TraceKind } from "./trace-event.js";
