// What signaling tells, into the store: its state, the people of the room, the trace, and refusals in words.
import { batch } from "@preact/signals";

import type { LeaveReason, Member, RoomChange, SignalingEvent, SignalingState } from "../../src/signaling/index.js";
import { announce } from "../state/announcements";
import type { Link, Person } from "../state/model";
import { noticeProblem, type Problem, signalingProblem } from "../state/problems";
import { addTrace, calls, changeCall, link, myPeerId, mySessionId, room, setPeople } from "../state/store";

export function onSignaling(event: SignalingEvent): void {
  batch(() => {
    switch (event.type) {
      case "state":
        onState(event.state, event.previous);
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
      case "signal":
      case "ice-servers":
      case "session-ended":
        // The WebRTC part takes signals and ICE servers; the end of a session shows in the state.
        break;
    }
  });
}

/** Whether the next connection is one again. */
let wasLost = false;

function onState(state: SignalingState, previous: SignalingState): void {
  link.value = linkOf(state, link.peek());
  mySessionId.value = state.status === "connected" ? state.sessionId : "";
  if (state.status === "waiting" && previous.status === "connected") {
    wasLost = true;
    announce("Connection to the server lost");
  } else if (state.status === "connected" && wasLost) {
    wasLost = false;
    announce("Connected again");
  } else if (state.status === "closed") {
    wasLost = false;
  }
}

/** A try that begins does not take away what is said about the one before: a note must not blink. */
function linkOf(state: SignalingState, before: Link): Link {
  switch (state.status) {
    case "connecting":
      if (before.state !== "reconnecting") return { state: "connecting" };
      return { ...before, retryAt: Date.now() };
    case "connected":
      return { state: "connected" };
    case "waiting":
      return { state: "reconnecting", retryAt: state.retryAt, problem: signalingProblem(state.error) };
    case "offline":
    case "suspended":
      return { state: "connecting" };
    case "closing":
      return { state: "idle" };
    case "closed":
      return state.error ? { state: "offline", problem: signalingProblem(state.error) } : { state: "idle" };
  }
}

function personOf(member: Member): Person {
  return {
    peerId: member.peerId,
    name: member.displayName || member.peerId,
    isMicrophoneOff: member.attributes["microphone"] === "off",
    isCameraOff: member.attributes["camera"] === "off",
    screenId: member.attributes["screen"] ?? "",
  };
}

const LEFT_WORDS: Record<LeaveReason, string> = {
  unspecified: "left",
  left: "left",
  bye: "left",
  gone: "lost the connection",
  replaced: "joined again",
  disconnected: "was disconnected",
  "room-closed": "left: the room was closed",
};

function announceChange(change: RoomChange): void {
  const name = (member: Member) => member.displayName || member.peerId;
  switch (change.type) {
    case "peer-joined":
      announce(`${name(change.member)} joined`);
      break;
    case "peer-left":
      announce(`${name(change.member)} ${LEFT_WORDS[change.reason]}`);
      break;
    case "member-updated": {
      if (change.member.peerId === myPeerId.value) return;
      const shares = change.member.attributes["screen"];
      if (shares && !change.previous.attributes["screen"]) announce(`${name(change.member)} shares the screen`);
      break;
    }
    case "snapshot":
    case "room-left":
      break;
  }
}

/** A refusal belongs to the tile of the person that it is about; else it is said aside. */
function onRefused(peerId: string, problem: Problem): void {
  const call = calls.value.get(peerId);
  if (call?.phase === "connecting") changeCall(peerId, { phase: "failed", problem });
  else announce(`${problem.title} ${problem.advice}`);
}
