// Writes the events of signaling to the store: state, members of the room, trace and refusals.
import { batch } from "@preact/signals";

import type { LeaveReason, Member, RoomChange, SignalingEvent, SignalingState } from "../../src/signaling/index.js";
import { announce } from "../state/announcements";
import type { Link, Person } from "../state/model";
import { noticeProblem, type Problem, signalingProblem } from "../state/problems";
import { addTrace, calls, changeCall, myPeerId, mySessionId, room, setPeople } from "../state/store";
import { isolate, tidyLine } from "../state/text";
import { showLink, shownLink } from "./show-link";

export function onSignaling(event: SignalingEvent): void {
  batch(() => {
    switch (event.type) {
      case "state":
        onState(event.state);
        break;
      case "room":
        if (event.view.room !== room.value) return;
        setPeople(event.view.members.map(personOf));
        announceChange(event.change);
        break;
      case "notice":
        onRefused(event.notice.peerId, noticeProblem(event.notice));
        break;
      case "trace":
        addTrace(event.trace);
        break;
      case "session-ended":
        mySessionId.value = "";
        break;
      case "signal":
      case "ice-servers":
      case "outcome":
      case "presence":
        // The WebRTC part handles signals and ICE servers; failed signals are also reported by notices.
        break;
    }
  });
}

function onState(state: SignalingState): void {
  showLink(linkOf(state, shownLink()));
  if (state.status === "connected") mySessionId.value = state.sessionId;
}

/** A new attempt keeps the problem of the previous one, so that its note does not flicker. */
function linkOf(state: SignalingState, before: Link): Link {
  switch (state.status) {
    case "connecting":
      if (state.problem) return { state: "crowded", problem: signalingProblem(state.problem) };
      if (before.state === "reconnecting") return { ...before, retryAt: Date.now() };
      if (before.state === "connected") return { state: "reconnecting", retryAt: Date.now(), problem: null };
      return before.state === "crowded" ? before : { state: "connecting" };
    case "connected":
      return state.problem ? { state: "crowded", problem: signalingProblem(state.problem) } : { state: "connected" };
    case "waiting":
      return { state: "reconnecting", retryAt: state.retryAt, problem: signalingProblem(state.error) };
    case "offline":
      return { state: "offline" };
    case "suspended":
      return { state: "paused" };
    case "closing":
      return { state: "idle" };
    case "closed":
      return state.error ? { state: "ended", problem: signalingProblem(state.error) } : { state: "idle" };
  }
}

function personOf(member: Member): Person {
  return {
    peerId: member.peerId,
    name: nameIn(member),
    isMicrophoneOff: member.attributes["microphone"] === "off",
    isAway: member.state === "away",
    isCameraOff: member.attributes["camera"] === "off",
    screenId: member.attributes["screen"] ?? "",
  };
}

/** Without characters that change the text direction or break the line, which other clients may send. */
function nameIn(member: Member): string {
  return tidyLine(member.displayName) || member.peerId;
}

const LEFT_WORDS: Record<LeaveReason, string> = {
  unspecified: "left",
  left: "left",
  bye: "left",
  gone: "lost the connection",
  replaced: "joined again",
  disconnected: "was disconnected",
  "room-closed": "left: the room was closed",
  shutdown: "lost the connection: the server restarts",
  "token-expired": "lost the connection: access expired",
};

function announceChange(change: RoomChange): void {
  const name = (member: Member) => isolate(nameIn(member));
  switch (change.type) {
    case "peer-joined":
      announce(`${name(change.member)} joined`);
      break;
    case "peer-left":
      announce(`${name(change.member)} ${LEFT_WORDS[change.reason]}`);
      break;
    case "member-updated": {
      if (change.member.peerId === myPeerId.value) return;
      if (change.member.state !== change.previous.state) {
        const isAway = change.member.state === "away";
        announce(`${name(change.member)} ${isAway ? "is away for a moment" : "is back"}`, "heard");
      }
      const shares = change.member.attributes["screen"];
      if (shares && !change.previous.attributes["screen"]) announce(`${name(change.member)} shares the screen`);
      break;
    }
    case "snapshot":
    case "room-left":
      break;
  }
}

/** A refusal is displayed on the tile of the person concerned, otherwise as a note. */
function onRefused(peerId: string, problem: Problem): void {
  const call = calls.value.get(peerId);
  if (call?.phase === "connecting") changeCall(peerId, { phase: "failed", problem });
  else announce(`${problem.title} ${problem.advice}`);
}
