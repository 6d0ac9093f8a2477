// What the state is made of: plain data, no behaviour.
import type { Trace } from "../../src/signaling/index.js";
import type { Problem } from "./problems";

export type Screen = "lobby" | "entering" | "room";
export type SideTab = "chat" | "signaling" | "connection";
export type Sheet = "people" | "side" | null;

/** One member of the room, as the server describes it. */
export interface Person {
  readonly peerId: string;
  readonly name: string;
  readonly isMicrophoneOff: boolean;
  readonly isCameraOff: boolean;
  /** Their connection to the server is lost, and they may come back. */
  readonly isAway: boolean;
  /** The id of the stream in which they share their screen; empty when they do not. */
  readonly screenId: string;
}

export type CallPhase = "connecting" | "connected" | "interrupted" | "failed";
export type Route = "unknown" | "direct" | "relayed";

/** One call with one person. `place` tells its order on the stage: it stays the same until the call ends. */
export interface Call {
  readonly peerId: string;
  readonly name: string;
  readonly place: number;
  readonly phase: CallPhase;
  readonly route: Route;
  readonly isPoor: boolean;
  readonly isChatOpen: boolean;
  readonly camera: MediaStream | null;
  readonly screen: MediaStream | null;
  readonly problem: Problem | null;
  /** The chosen candidate pair in words, for instance "host to host, udp". Empty until known. */
  readonly path: string;
  /** What is received, for instance "VP8, 1280 x 720, 30 fps". Empty for none. */
  readonly video: string;
}

/** One second of one call. Rates in kbit/s, loss in percent of packets, round trip in ms; null where unknown. */
export interface Sample {
  readonly at: number;
  readonly sendRate: number | null;
  readonly receiveRate: number | null;
  readonly loss: number | null;
  readonly roundTrip: number | null;
}

export interface ChatLine {
  readonly id: number;
  readonly from: "me" | string;
  readonly name: string;
  readonly text: string;
  readonly at: Date;
  /** For my own lines: whom it went to. */
  readonly to: string;
}

/** A trace with a number that stays its own when older ones are forgotten. */
export interface NumberedTrace extends Trace {
  readonly id: number;
}

export type DeviceState = "off" | "asking" | "on" | "denied" | "missing" | "busy" | "insecure";

/**
 * The link to the server: `offline`, the device has no network; `paused`, the browser put the page aside; `crowded`, other tabs
 * hold all connections of the browser; `ended`, it does not come back by itself. `retryAt`: milliseconds since 1970.
 */
export type Link =
  | { readonly state: "idle" | "connecting" | "connected" | "offline" | "paused" }
  | { readonly state: "reconnecting"; readonly retryAt: number; readonly problem: Problem | null }
  | { readonly state: "crowded" | "ended"; readonly problem: Problem };
