// Writes the events of the call's links to the store: a tile for each person with video, phase and chat.
import { batch } from "@preact/signals";

import type { CallEvent, LinkCloseReason, LinkState, PeerLink, PeerLinkEvent } from "../../src/rtc/index.js";
import { announce } from "../state/announcements";
import type { CallPhase } from "../state/model";
import { linkProblem, passingProblem } from "../state/problems";
import { addChatLine, calls, changeCall, dropCall, nameOf, nextPlace, putCall, unread } from "../state/store";
import { isolate, tidyLine } from "../state/text";
import { isChatInView } from "../state/views";
import { forgetTracks, noteTrack, removeTrack } from "./remote-media";

const PHASES: Record<Exclude<LinkState, "closed">, CallPhase> = {
  new: "connecting",
  connecting: "connecting",
  connected: "connected",
  reconnecting: "interrupted",
};

export function onCall(event: CallEvent): void {
  batch(() => {
    if (event.type === "link-opened") onOpened(event.link);
    else onLink(event.link, event.event);
  });
}

function onOpened({ peerId }: PeerLink): void {
  const before = calls.value.get(peerId);
  forgetTracks(peerId);
  putCall({
    peerId,
    name: nameOf(peerId),
    place: before?.place ?? nextPlace(),
    phase: "connecting",
    route: "unknown",
    isPoor: false,
    isChatOpen: false,
    camera: null,
    screen: null,
    problem: null,
    path: "",
    video: "",
  });
}

function onLink({ peerId }: PeerLink, event: PeerLinkEvent): void {
  switch (event.type) {
    case "state":
      if (event.state !== "closed") onPhase(peerId, PHASES[event.state]);
      break;
    case "problem":
      changeCall(peerId, { problem: event.problem ? passingProblem(nameOf(peerId), event.problem) : null });
      break;
    case "closed":
      onClosed(peerId, event.reason);
      break;
    case "track":
      noteTrack(peerId, event.track, event.streams[0]?.id ?? "");
      break;
    case "track-removed":
      removeTrack(peerId, event.track);
      break;
    case "chat-state":
      changeCall(peerId, { isChatOpen: event.isOpen });
      break;
    case "chat-message":
      onChat(peerId, event.text, event.at);
      break;
    case "data-channel":
    case "negotiation":
      // This page opens no other channels, and displays the messages of the negotiation instead.
      break;
  }
}

function onPhase(peerId: string, phase: CallPhase): void {
  const before = calls.value.get(peerId)?.phase;
  changeCall(peerId, { phase });
  if (phase === "connected" && before === "connecting") announce(`Connected with ${isolate(nameOf(peerId))}`);
}

function onClosed(peerId: string, reason: LinkCloseReason): void {
  forgetTracks(peerId);
  const name = nameOf(peerId);
  const problem = linkProblem(name, reason);
  if (problem) {
    changeCall(peerId, { phase: "failed", problem, isChatOpen: false, camera: null, screen: null });
  } else if (reason.type !== "superseded") {
    // After "superseded" the next link with this person opens at once and keeps the tile.
    dropCall(peerId);
    if (reason.type === "hung-up") announce(`${isolate(name)} hung up`);
  }
}

function onChat(peerId: string, text: string, at: number): void {
  const name = nameOf(peerId);
  addChatLine({ from: peerId, name, text, at: new Date(at), to: "" });
  const isSeen = isChatInView();
  if (!isSeen) unread.value += 1;
  announce(`${isolate(name)}: ${isolate(tidyLine(text))}`, isSeen ? "heard" : "shown");
}
