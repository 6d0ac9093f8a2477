// The data types of the state; no behavior.
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
  /** Their connection to the server is lost, but they may return. */
  readonly isAway: boolean;
  /** The id of the stream in which they share their screen; empty if they do not. */
  readonly screenId: string;
}

export type CallPhase = "connecting" | "connected" | "interrupted" | "failed";
export type Route = "unknown" | "direct" | "relayed";

/** A call with one person. `place` is its position on the stage, which stays the same until the call ends. */
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
  /** Why it failed, or, in the other phases, what keeps it from being connected. */
  readonly problem: Problem | null;
  /** The selected candidate pair as text, for instance "host to host, udp". Empty until known. */
  readonly path: string;
  /** The received video, for instance "VP8, 1280 x 720, 30 fps". Empty for none. */
  readonly video: string;
}

/** One second of a call. Rates in kbit/s, loss in percent of packets, round trip in ms; null if unknown. */
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
  /** For my own lines: the receiver. */
  readonly to: string;
}

/** A trace with a number that does not change when older ones are removed. */
export interface NumberedTrace extends Trace {
  readonly id: number;
}

export type DeviceState = "off" | "asking" | "on" | "denied" | "missing" | "busy" | "insecure";

/**
 * The connection to the server: `offline`, the device reports no network; `paused`, the browser suspended the page;
 * `crowded`, other tabs use all connections of the browser; `ended`, it does not reconnect. `retryAt`: milliseconds
 * since 1970.
 */
export type Link =
  | { readonly state: "idle" | "connecting" | "connected" | "offline" | "paused" }
  | { readonly state: "reconnecting"; readonly retryAt: number; readonly problem: Problem | null }
  | { readonly state: "crowded" | "ended"; readonly problem: Problem };
