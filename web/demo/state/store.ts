// The whole state of the demo. Panels read it; only calls/ and the small functions below write it.
import { computed, signal } from "@preact/signals";

import type { Trace } from "../../src/signaling/index.js";
import type { Call, ChatLine, DeviceState, Link, NumberedTrace, Person, Sample, Screen, Sheet, SideTab } from "./model";
import type { Problem } from "./problems";

export const screen = signal<Screen>("lobby");
export const myName = signal("");
/** The room's id for the server, and its display name: see room-name.ts. */
export const room = signal("");
export const roomName = signal("");
export const serverUrl = signal("");
export const myPeerId = signal("");
export const mySessionId = signal("");

export const link = signal<Link>({ state: "idle" });
export const lobbyProblem = signal<Problem | null>(null);

export const people = signal<readonly Person[]>([]);
export const calls = signal<ReadonlyMap<string, Call>>(new Map());
export const samples = signal<ReadonlyMap<string, readonly Sample[]>>(new Map());
export const selectedPeer = signal<string | null>(null);

export const chat = signal<readonly ChatLine[]>([]);
export const unread = signal(0);

/** The messages of the signaling, newest last. */
export const traces = signal<readonly NumberedTrace[]>([]);
export const areHeartbeatsShown = signal(false);

export const camera = signal<DeviceState>("off");
export const microphone = signal<DeviceState>("off");
export const myStream = signal<MediaStream | null>(null);
export const myScreen = signal<MediaStream | null>(null);

export const sideTab = signal<SideTab>("chat");
export const sheet = signal<Sheet>(null);
/** Whether the side panel is next to or in place of the stage, for reading long sequences. */
export const isSideLarge = signal(false);
export const isHelpOpen = signal(false);
export const sourceFile = signal<string | null>(null);
export const isNarrow = signal(false);

/** Others in the room, in the order in which they joined. */
export const others = computed(() => people.value.filter((person) => person.peerId !== myPeerId.value));

/**
 * Calls in the order of their places on the stage. When one ends, those behind it move up; the order does not change.
 */
export const tiles = computed(() => [...calls.value.values()].sort((one, other) => one.place - other.place));

/** Whether nobody is here: then the stage says what to do, and has the link to copy. */
export const isStageEmpty = computed(() => others.value.length === 0 && calls.value.size === 0);

/** People who would receive a chat message sent now. */
export const listeners = computed(() => [...calls.value.values()].filter((call) => call.isChatOpen));

/** The place after all others. */
export function nextPlace(): number {
  return Math.max(-1, ...[...calls.value.values()].map((call) => call.place)) + 1;
}

export function putCall(call: Call): void {
  calls.value = new Map(calls.value).set(call.peerId, call);
}

export function changeCall(peerId: string, change: Partial<Call>): void {
  const call = calls.value.get(peerId);
  if (call) putCall({ ...call, ...change });
}

export function dropCall(peerId: string): void {
  const rest = new Map(calls.value);
  rest.delete(peerId);
  calls.value = rest;
  const restSamples = new Map(samples.value);
  restSamples.delete(peerId);
  samples.value = restSamples;
  if (selectedPeer.value === peerId) selectedPeer.value = null;
}

const MOST_SAMPLES = 120;

export function addSample(peerId: string, sample: Sample): void {
  const all = [...(samples.value.get(peerId) ?? []), sample].slice(-MOST_SAMPLES);
  samples.value = new Map(samples.value).set(peerId, all);
}

const MOST_TRACES = 1000;

let lastTraceId = 0;

export function addTrace(trace: Trace): void {
  lastTraceId += 1;
  traces.value = [...traces.value, { ...trace, id: lastTraceId }].slice(-MOST_TRACES);
}

const MOST_CHAT_LINES = 500;
let lastChatId = 0;

export function addChatLine(line: Omit<ChatLine, "id">): void {
  lastChatId += 1;
  chat.value = [...chat.value, { ...line, id: lastChatId }].slice(-MOST_CHAT_LINES);
}

/** Clears the room's state when leaving it. Name, devices and the lobby's choices stay. */
export function clearRoom(): void {
  people.value = [];
  names.clear();
  calls.value = new Map();
  samples.value = new Map();
  selectedPeer.value = null;
  chat.value = [];
  traces.value = [];
  unread.value = 0;
  sheet.value = null;
  sideTab.value = "chat";
  isSideLarge.value = false;
  mySessionId.value = "";
  link.value = { state: "idle" };
}

export function setPeople(everyone: readonly Person[]): void {
  people.value = everyone;
  for (const { peerId, name } of everyone) names.set(peerId, name);
}

/** Includes people who have left, because the chat and the sequence diagram still mention them. */
const names = new Map<string, string>();

export function nameOf(peerId: string): string {
  return peerId === myPeerId.value ? "You" : (names.get(peerId) ?? peerId);
}
