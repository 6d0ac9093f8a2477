import { toBinary } from "@bufbuild/protobuf";
import { Presence_State } from "../gen/beckon/v1/session_pb.js";
import type { Signal } from "../gen/beckon/v1/signal_pb.js";
import { type ClientFrame, type Event, EventSchema } from "../gen/beckon/v1/signaling_pb.js";
import type { Trace, TraceKind } from "./trace-event.js";

const PRESENCE_WORDS: Readonly<Record<Presence_State, string>> = {
  [Presence_State.STATE_UNSPECIFIED]: "",
  [Presence_State.OFFLINE]: "offline",
  [Presence_State.LIVE]: "live",
  [Presence_State.AWAY]: "away",
};

type About = Partial<Pick<Trace, "peerId" | "room" | "connectionId" | "detail">>;

/** @param isRepeated whether the frame was sent before. */
export function traceSent(frame: ClientFrame, bytes: number, isRepeated: boolean): Trace {
  const [kind, about] = describeFrame(frame.frame);
  return { at: Date.now(), direction: "sent", kind, bytes, repeated: isRepeated, ...about };
}

export function traceReceived(event: Event): Trace {
  const [kind, about] = describeEvent(event.event);
  const bytes = toBinary(EventSchema, event).length;
  return { at: Date.now(), direction: "received", kind, bytes, repeated: false, ...about };
}

function describeFrame(frame: ClientFrame["frame"]): [TraceKind, About] {
  switch (frame.case) {
    case "hello":
      return ["hello", { detail: frame.value.peerId }];
    case "signal":
      return describeSignal(frame.value, frame.value.to);
    case "joinRoom":
      return ["join-room", { room: frame.value.room }];
    case "leaveRoom":
      return ["leave-room", { room: frame.value.room }];
    case "updateMember":
      return ["update-member", {}];
    case "watchPresence":
      return ["watch-presence", { detail: `${frame.value.peerIds.length} peers` }];
    case "refreshToken":
      return ["refresh-token", {}];
    case "heartbeat":
      return ["heartbeat", {}];
    case "bye":
      return ["bye", {}];
    case undefined:
      // A frame of this library without content is a bare ack (beckon.v1, ClientFrame).
      return ["ack", {}];
  }
}

function describeEvent(event: Event["event"]): [TraceKind, About] {
  switch (event.case) {
    case "welcome":
      return ["welcome", { detail: `session ${event.value.sessionId}` }];
    case "signal":
      return describeSignal(event.value, event.value.from);
    case "notice":
      return ["notice", about(event.value.peerId, event.value.room, event.value.connectionId, event.value.message)];
    case "iceServers":
      return ["ice-servers", { detail: `${event.value.iceServers.length} servers` }];
    case "presence":
      return ["presence", { peerId: event.value.peerId, detail: PRESENCE_WORDS[event.value.state] ?? "" }];
    case "heartbeat":
      return ["heartbeat", {}];
    case "goAway":
      return ["go-away", { detail: event.value.message }];
    case undefined:
      return ["unknown", {}];
    default:
      return describeRoomEvent(event);
  }
}

type RoomEvent = Extract<Event["event"], { case: "roomSnapshot" | "peerJoined" | "peerLeft" | "memberUpdated" }>;

function describeRoomEvent(event: RoomEvent): [TraceKind, About] {
  const { room, version } = event.value;
  const detail = `version ${version}`;
  switch (event.case) {
    case "roomSnapshot":
      return ["room-snapshot", { room, detail: `${event.value.members.length} members, ${detail}` }];
    case "peerJoined":
      return ["peer-joined", about(event.value.member?.peerId ?? "", room, "", detail)];
    case "peerLeft":
      return ["peer-left", about(event.value.peerId, room, "", detail)];
    case "memberUpdated":
      return ["member-updated", about(event.value.member?.peerId ?? "", room, "", detail)];
  }
}

function describeSignal(signal: Signal, peerId: string): [TraceKind, About] {
  const [kind, detail] = describeBody(signal.body);
  return [kind, about(peerId, signal.room, signal.connectionId, detail)];
}

/** Describes a body without its content. */
function describeBody(body: Signal["body"]): [TraceKind, string] {
  switch (body.case) {
    case "offer": {
      const politeness = body.value.polite === undefined ? "" : body.value.polite ? ", polite" : ", impolite";
      return ["offer", `offer ${body.value.offerId}${politeness}`];
    }
    case "answer":
      return ["answer", `to offer ${body.value.offerId}${body.value.provisional ? ", provisional" : ""}`];
    case "candidate":
      return ["candidate", ""];
    case "endOfCandidates":
      return ["end-of-candidates", ""];
    case "hangup":
      return ["hangup", ""];
    case "data":
      return ["data", body.value.label];
    case undefined:
      return ["unknown", ""];
  }
}

/** Empty means none in the contract; here it is absent. */
function about(peerId: string, room: string, connectionId: string, detail: string): About {
  return {
    ...(peerId && { peerId }),
    ...(room && { room }),
    ...(connectionId && { connectionId }),
    ...(detail && { detail }),
  };
}
