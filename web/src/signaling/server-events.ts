import type { Notice as WireNotice } from "../gen/beckon/v1/notice_pb.js";
import type { GoAway } from "../gen/beckon/v1/session_pb.js";
import type { Event } from "../gen/beckon/v1/signaling_pb.js";
import type { IceServerList, Presence } from "./events.js";
import type { Rooms } from "./rooms.js";
import type { IncomingSignal } from "./signal.js";
import { fromWireDelta, fromWireMember } from "./wire-room.js";
import { fromWireIceServers, fromWirePresence } from "./wire-session.js";
import { fromWireSignal } from "./wire-signal.js";

/** Receives the events of the server. */
export interface ServerEventSink {
  readonly rooms: Rooms;
  readonly onSignal: (signal: IncomingSignal) => void;
  readonly onNotice: (notice: WireNotice) => void;
  readonly onPresence: (presence: Presence) => void;
  readonly onIceServers: (list: IceServerList) => void;
  readonly onGoAway: (goAway: GoAway) => void;
}

/** Passes an event on. Welcome is handled by the connection; an unknown kind is ignored. */
export function handleServerEvent({ event }: Event, sink: ServerEventSink): void {
  switch (event.case) {
    case "signal": {
      const signal = fromWireSignal(event.value);
      if (signal !== undefined) {
        sink.onSignal(signal);
      }
      break;
    }
    case "roomSnapshot": {
      const { room, version, more, clientSeq } = event.value;
      const members = event.value.members.map(fromWireMember);
      sink.rooms.onSnapshot(room, { version: Number(version), members, more }, clientSeq);
      break;
    }
    case "notice":
      sink.onNotice(event.value);
      break;
    case "presence":
      sink.onPresence(fromWirePresence(event.value));
      break;
    case "iceServers":
      sink.onIceServers(fromWireIceServers(event.value));
      break;
    case "goAway":
      sink.onGoAway(event.value);
      break;
    default: {
      const delta = fromWireDelta(event);
      if (delta !== undefined) {
        sink.rooms.onDelta(delta.room, delta.delta);
      }
    }
  }
}
