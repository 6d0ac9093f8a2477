// `createCall(options: CallOptions): Call`, `createPeerLink(options: PeerLinkOptions): PeerLink` follow with their implementation.
// For apps.
export type { Call, CallEvent, CallOptions } from "./call-types.js";
export type { PeerLink } from "./link.js";
export type { LinkCloseReason, LinkState, NegotiationStep, PeerLinkEvent } from "./link-events.js";
export type { PeerLinkOptions } from "./link-options.js";
export type { RoomPort, SignalingPort } from "./signaling-port.js";
export type { DirectionStats, LinkPath, LinkStats } from "./stats.js";
