import type { GoAway } from "../gen/beckon/v1/session_pb.js";
import type { Event } from "../gen/beckon/v1/signaling_pb.js";
import type { IceServerList, Notice, RefusedSignal } from "./events.js";
import type { Rooms } from "./rooms.js";
import type { IncomingSignal } from "./signal.js";
import { fromWireDelta, fromWireMember } from "./wire-room.js";
import { fromWireIceServers, fromWireNotice } from "./wire-session.js";
import { fromWireSignal } from "./wire-signal.js";

/** Where the events of the server go. */
export interface ServerEventSink {
  readonly rooms: Rooms;
  readonly onSignal: (signal: IncomingSignal) => void;
  /** The frames with these numbers were refused. */
  readonly onNotice: (notice: Notice, clientSeqs: readonly bigint[]) => void;
  readonly onIceServers: (list: IceServerList) => void;
  readonly onGoAway: (goAway: GoAway) => void;
  /** What is known of a signal with one of these numbers. */
  readonly recall: (clientSeqs: readonly bigint[]) => RefusedSignal | undefined;
}

/** Hands an event on. Welcome is the connection's affair; a kind that this version does not know is passed over. */
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
    case "notice": {
      const { clientSeqs } = event.value;
      sink.onNotice(fromWireNotice(event.value, sink.recall(clientSeqs)), clientSeqs);
      break;
    }
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
