// The texts of a step: short on the arrow, complete in the details.
import type { TraceKind } from "../../src/signaling/index.js";
import { formatDuration, formatSize } from "../state/format";
import { isolate, shorten } from "../state/text";
import type { Step } from "./steps";

export type NameOf = (peerId: string) => string;

const KIND_WORDS: Record<TraceKind, string> = {
  hello: "hello",
  welcome: "welcome",
  offer: "offer",
  answer: "answer",
  candidate: "candidate",
  "end-of-candidates": "end of candidates",
  hangup: "hang up",
  data: "data",
  "join-room": "join room",
  "leave-room": "leave room",
  "update-member": "update member",
  "watch-presence": "watch presence",
  presence: "presence",
  "refresh-token": "refresh token",
  "room-snapshot": "room snapshot",
  "peer-joined": "joined",
  "peer-left": "left",
  "member-updated": "updated",
  "ice-servers": "ICE servers",
  notice: "notice",
  heartbeat: "heartbeat",
  ack: "ack",
  "go-away": "go away",
  bye: "bye",
  unknown: "newer than this page",
};

const MEANING: Record<TraceKind, string> = {
  hello: "Registers me under my peer id.",
  welcome: "The session has started. Contains limits and ICE servers.",
  offer: "Proposes a session description: which media, which codecs.",
  answer: "Accepts an offer with another session description.",
  candidate: "A possible network path, tried as soon as it is known (trickle ICE).",
  "end-of-candidates": "No more candidates follow.",
  hangup: "Ends a connection, or declines one.",
  data: "A message of the app, relayed by the server.",
  "join-room": "Joins the room.",
  "leave-room": "Leaves the room.",
  "update-member": "Changes my name or attributes for the others.",
  "watch-presence": "Watches the presence of peers from now on.",
  presence: "The state of a watched peer.",
  "refresh-token": "Replaces the access token before it expires.",
  "room-snapshot": "The whole room at one version.",
  "peer-joined": "A new member. The version of the room increases by one.",
  "peer-left": "A member left. The version of the room increases by one.",
  "member-updated": "A member changed its name or attributes.",
  "ice-servers": "A new list of STUN and TURN servers.",
  notice: "The server refused a frame. The session continues.",
  heartbeat: "Shows that its sender is alive.",
  ack: "Acknowledges events when no other frame carries the acknowledgement.",
  "go-away": "The stream will end soon.",
  bye: "Ends the session.",
  unknown: "A kind of message that this page does not know. It was ignored.",
};

const LONGEST_NAME = 12;

/** On the arrow: "offer", "candidate ×6", "Ana joined". */
export function shortWords(step: Step, nameOf: NameOf): string {
  const words = KIND_WORDS[step.kind];
  if (step.count > 1) return `${words} ×${step.count}`;
  const isAboutOne = step.kind === "peer-joined" || step.kind === "peer-left" || step.kind === "member-updated";
  if (isAboutOne && step.about) return `${isolate(shorten(nameOf(step.about), LONGEST_NAME))} ${words}`;
  return words;
}

/** Sender and receiver: "You to Ana", "Server to you". */
export function way(step: Step, nameOf: NameOf): string {
  const other = step.peerId ? isolate(nameOf(step.peerId)) : "Beckon";
  return step.isSent ? `You to ${other}` : `${other} to you`;
}

export function meaning(step: Step): string {
  return MEANING[step.kind];
}

export function sizeWords(step: Step): string {
  return step.count > 1 ? `${formatSize(step.bytes)} in all` : formatSize(step.bytes);
}

/** The whole step in one sentence, for screen readers. */
export function spoken(step: Step, nameOf: NameOf): string {
  const run = step.count > 1 ? `, over ${formatDuration(step.until - step.at)}` : "";
  return `${shortWords(step, nameOf)}, ${way(step, nameOf)}, ${sizeWords(step)}${run}`;
}
