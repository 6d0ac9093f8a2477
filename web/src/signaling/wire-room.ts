import { Member_State, PeerLeft_Reason, type Member as WireMember } from "../gen/beckon/v1/room_pb.js";
import type { Event } from "../gen/beckon/v1/signaling_pb.js";
import type { RoomDelta } from "./room-roster.js";
import type { LeaveReason, Member } from "./room-view.js";

const LEAVE_REASONS: Readonly<Record<PeerLeft_Reason, LeaveReason>> = {
  [PeerLeft_Reason.REASON_UNSPECIFIED]: "unspecified",
  [PeerLeft_Reason.LEFT]: "left",
  [PeerLeft_Reason.BYE]: "bye",
  [PeerLeft_Reason.GONE]: "gone",
  [PeerLeft_Reason.REPLACED]: "replaced",
  [PeerLeft_Reason.DISCONNECTED]: "disconnected",
  [PeerLeft_Reason.ROOM_CLOSED]: "room-closed",
  [PeerLeft_Reason.SHUTDOWN]: "shutdown",
  [PeerLeft_Reason.TOKEN_EXPIRED]: "token-expired",
};

export function fromWireMember(member: WireMember | undefined): Member {
  return {
    peerId: member?.peerId ?? "",
    sessionId: member?.sessionId ?? "",
    state: member?.state === Member_State.AWAY ? "away" : "live",
    displayName: member?.displayName ?? "",
    attributes: { ...member?.attributes },
  };
}

/** The room and its change, if the event is a delta of a room. */
export function fromWireDelta(event: Event["event"]): { room: string; delta: RoomDelta } | undefined {
  switch (event.case) {
    case "peerJoined":
    case "memberUpdated": {
      const { room, version, member } = event.value;
      const type = event.case === "peerJoined" ? "peer-joined" : "member-updated";
      return { room, delta: { type, version: Number(version), member: fromWireMember(member) } };
    }
    case "peerLeft": {
      const { room, version, peerId, sessionId } = event.value;
      const reason = LEAVE_REASONS[event.value.reason] ?? "unspecified";
      return { room, delta: { type: "peer-left", version: Number(version), peerId, sessionId, reason } };
    }
    default:
      return undefined;
  }
}
