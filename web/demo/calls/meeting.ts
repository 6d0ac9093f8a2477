// One stay in a room: the actions of the buttons. Connects the signaling and WebRTC libraries to each other and to the
// store.
import { batch, effect } from "@preact/signals";

import { type Call, createCall } from "../../src/rtc/index.js";
import { connectSignaling, type SignalingClient } from "../../src/signaling/index.js";
import { announce } from "../state/announcements";
import { formatNames } from "../state/format";
import { chooseName } from "../state/identity";
import { signalingProblem } from "../state/problems";
import * as store from "../state/store";
import { popRoom, pushRoom } from "./back-button";
import { onCall } from "./follow-call";
import { onSignaling } from "./follow-signaling";
import { stopShare } from "./media";
import { myAttributes, publish, withoutEmpty } from "./publish";
import { sortAllTracks } from "./remote-media";
import { sampleEverySecond } from "./sampler";
import { type RememberedSession, rememberSession, takeSession } from "./session-memory";
import { forgetLink } from "./show-link";
import { rememberStay, takeStay } from "./stay-memory";

interface Meeting {
  readonly client: SignalingClient;
  readonly call: Call;
  readonly name: string;
  /** Aborted when this meeting ends, with everything that depends on it. */
  readonly abort: AbortController;
}

let meeting: Meeting | null = null;
let earlier = takeSession();
let earlierStay = takeStay();

/** Connects, joins the room and shows it, or reports why that failed. */
export async function enter(name: string): Promise<void> {
  chooseName(name);
  batch(() => {
    store.lobbyProblem.value = null;
    store.screen.value = "entering";
  });
  let current: Meeting;
  try {
    current = begin();
  } catch (error) {
    // For instance an invalid server address.
    refuse(error);
    return;
  }
  meeting = current;
  try {
    await current.call.join({ signal: current.abort.signal });
    if (meeting !== current) return;
    store.screen.value = "room";
    pushRoom();
    resumeStay();
  } catch (error) {
    if (meeting !== current) return;
    end(current);
    refuse(error);
  }
}

function refuse(error: unknown): void {
  batch(() => {
    store.screen.value = "lobby";
    store.lobbyProblem.value = signalingProblem(error);
  });
}

function begin(): Meeting {
  const name = store.myName.value;
  const before = takeEarlier(name);
  store.myPeerId.value = before?.peerId ?? store.myPeerId.value;
  const attributes = myAttributes();
  const client = connectSignaling({
    url: store.serverUrl.value,
    peerId: store.myPeerId.value,
    displayName: name,
    attributes: withoutEmpty(attributes),
    ...(before && { replacedSessionKey: before.sessionKey }),
    trace: true,
  });
  // Before the call listens, so that a name is known when its tile appears.
  const stopListening = client.on(onSignaling);
  const call = createCall({ signaling: client, room: store.room.value, calls: "nobody" });
  const abort = new AbortController();
  const ends = [
    stopListening,
    call.on(onCall),
    publish(client, call, attributes),
    sampleEverySecond(call),
    effect(() => sortAllTracks(store.people.value)),
  ];
  abort.signal.addEventListener("abort", () => {
    for (const stop of ends) stop();
  });
  return { client, call, name, abort };
}

/** After a reload: restores the chat and calls the same people again. */
function resumeStay(): void {
  const stay = earlierStay;
  earlierStay = null;
  if (stay?.room !== store.room.value) return;
  for (const line of stay.chat) store.addChatLine(line);
  for (const { peerId, isAway } of store.others.value) {
    if (stay.calls.includes(peerId) && !isAway) call(peerId);
  }
}

/** A reloaded page with the same name is the same peer and replaces the session before. */
function takeEarlier(name: string): RememberedSession | null {
  const before = earlier;
  earlier = null;
  return before?.name === name ? before : null;
}

/** Cancels joining at once, whatever it waits for. */
export function cancelEntering(): void {
  if (meeting) end(meeting);
  else store.screen.value = "lobby";
}

export function leave(): void {
  if (!meeting) return;
  end(meeting);
  popRoom();
  announce("You left the room");
}

/** Returns to the lobby. The others see me leave at once. */
function end(current: Meeting): void {
  meeting = null;
  current.abort.abort();
  forgetLink();
  // First, so that a failure in the rest does not prevent leaving.
  batch(() => {
    store.clearRoom();
    store.screen.value = "lobby";
  });
  stopShare();
  current.call.leave();
  void current.client.close();
}

/** Saves what a reload needs. The library notifies the others that the page is unloading. */
export function onPageHide(): void {
  if (!meeting) {
    // Reloaded again before entering.
    if (earlier) rememberSession(earlier);
    if (earlierStay) rememberStay(earlierStay);
    return;
  }
  const { client, name } = meeting;
  rememberSession({ name, peerId: client.peerId, sessionKey: client.sessionKey });
  const calls = [...store.calls.value.values()].filter(({ phase }) => phase !== "failed").map(({ peerId }) => peerId);
  rememberStay({ room: store.room.value, calls, chat: store.chat.value });
}

/** Reconnects at once; after a final end, with a new session. */
export function reconnectNow(): void {
  if (!meeting) return;
  if (meeting.client.state.status !== "closed") {
    meeting.client.reconnectNow();
    return;
  }
  const { name } = meeting;
  end(meeting);
  void enter(name);
}

export function call(peerId: string): void {
  if (!meeting) return;
  try {
    meeting.call.call(peerId);
  } catch (error) {
    const { title, advice } = signalingProblem(error);
    announce(`${title} ${advice}`);
  }
}

export function hangUp(peerId: string): void {
  const open = meeting?.call.links.get(peerId);
  if (open) open.hangUp("ended");
  // A failed call has no link any more, only its tile.
  else store.dropCall(peerId);
}

/** Sends to everybody with an open chat channel. Returns false if there is nobody. */
export function sendChat(text: string): boolean {
  const names = store.listeners.value.map(({ name }) => name);
  if (!meeting || meeting.call.sendChat(text) === 0) return false;
  store.addChatLine({ from: "me", name: store.myName.value, text, at: new Date(), to: formatNames(names) });
  return true;
}
