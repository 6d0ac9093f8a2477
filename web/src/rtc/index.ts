// For apps.
export { createCall } from "./call.js";
export type { Call, CallEvent, CallOptions } from "./call-types.js";
export type { PeerLink } from "./link.js";
export type { LinkCloseReason, LinkProblem, LinkState, NegotiationStep, PeerLinkEvent } from "./link-events.js";
export type { PeerLinkOptions } from "./link-options.js";
export { createPeerLink } from "./peer-link.js";
export type { RoomPort, SignalingPort } from "./signaling-port.js";
export {
  type DirectionStats,
  type LinkPath,
  type LinkStats,
  linkStats,
  type StatsEntry,
  type StatsTotals,
  statsTotals,
} from "./stats.js";
