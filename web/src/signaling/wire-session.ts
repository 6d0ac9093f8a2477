import { durationMs, timestampDate } from "@bufbuild/protobuf/wkt";
import type { GetIceServersResponse, IceServer as WireIceServer } from "../gen/beckon/v1/ice_pb.js";
import { Notice_Code, Notice_Reason, type Notice as WireNotice } from "../gen/beckon/v1/notice_pb.js";
import {
  Presence_State,
  type Limits as WireLimits,
  type Presence as WirePresence,
} from "../gen/beckon/v1/session_pb.js";
import type { IceServer, IceServerList, Limits, Presence, SignalOutcome } from "./events.js";
import type { Notice, NoticeCode } from "./notice.js";
import type { SentSignal } from "./session.js";

const NOTICE_CODES: Readonly<Record<Notice_Code, NoticeCode>> = {
  [Notice_Code.CODE_UNSPECIFIED]: "UNKNOWN",
  [Notice_Code.INVALID_FRAME]: "INVALID_FRAME",
  [Notice_Code.UNSUPPORTED]: "UNSUPPORTED",
  [Notice_Code.PEER_UNAVAILABLE]: "PEER_UNAVAILABLE",
  [Notice_Code.UNDELIVERED]: "UNDELIVERED",
  [Notice_Code.UNCONFIRMED]: "UNCONFIRMED",
  [Notice_Code.MAILBOX_FULL]: "MAILBOX_FULL",
  [Notice_Code.RATE_LIMITED]: "RATE_LIMITED",
  [Notice_Code.TOO_LARGE]: "TOO_LARGE",
  [Notice_Code.PERMISSION_DENIED]: "PERMISSION_DENIED",
  [Notice_Code.ROOM_FULL]: "ROOM_FULL",
  [Notice_Code.NOT_IN_ROOM]: "NOT_IN_ROOM",
  [Notice_Code.TOO_MANY_ROOMS]: "TOO_MANY_ROOMS",
  [Notice_Code.UNAVAILABLE]: "UNAVAILABLE",
  [Notice_Code.TOKEN_EXPIRING]: "TOKEN_EXPIRING",
};

const NOTICE_REASONS: Readonly<Record<Notice_Reason, Notice["reason"]>> = {
  [Notice_Reason.REASON_UNSPECIFIED]: undefined,
  [Notice_Reason.NOT_REGISTERED]: "NOT_REGISTERED",
  [Notice_Reason.SESSION_REPLACED]: "SESSION_REPLACED",
};

/** @param sent the signal that it is about, if known. */
export function fromWireNotice(notice: WireNotice, sent: SentSignal | undefined): Notice {
  const { message, peerId, room, connectionId, retryAfter } = notice;
  const reason = NOTICE_REASONS[notice.reason];
  return {
    code: NOTICE_CODES[notice.code] ?? "UNKNOWN",
    message,
    peerId,
    room,
    connectionId,
    fieldViolations: notice.fieldViolations.map(({ field, found, expected }) => ({ field, found, expected })),
    ...(reason === undefined ? {} : { reason }),
    ...sent,
    ...(retryAfter === undefined ? {} : { retryAfterMs: durationMs(retryAfter) }),
  };
}

/** The outcome that a notice means for its signal. */
export function outcomeOf({ code }: Notice): SignalOutcome {
  switch (code) {
    case "UNDELIVERED":
      return "undelivered";
    case "UNCONFIRMED":
      return "unconfirmed";
    default:
      return "refused";
  }
}

/** A limit that the server does not send has the contract's default. */
export function fromWireLimits(limits: WireLimits | undefined): Limits {
  return {
    maxFrameBytes: limits?.maxFrameBytes || 524_288,
    maxSdpBytes: limits?.maxSdpBytes || 262_144,
    maxCandidateBytes: limits?.maxCandidateBytes || 4_096,
    maxDataBytes: limits?.maxDataBytes || 65_536,
    maxAttributesBytes: limits?.maxAttributesBytes || 8_192,
    maxRooms: limits?.maxRooms || 16,
    maxRoomMembers: limits?.maxRoomMembers || 256,
    maxWatchedPeers: limits?.maxWatchedPeers || 256,
    maxMailboxEvents: limits?.maxMailboxEvents || 4_096,
    maxMailboxBytes: limits?.maxMailboxBytes || 1_048_576,
    framesPerSecond: limits?.framesPerSecond ?? 200,
    framesBurst: limits?.framesBurst ?? 4_096,
    ackEveryEvents: limits?.ackEveryEvents || 32,
    ackIntervalMs: limits?.ackInterval ? durationMs(limits.ackInterval) : 1_000,
  };
}

const PRESENCE_STATES: Readonly<Record<Presence_State, Presence["state"]>> = {
  [Presence_State.STATE_UNSPECIFIED]: "offline",
  [Presence_State.OFFLINE]: "offline",
  [Presence_State.LIVE]: "live",
  [Presence_State.AWAY]: "away",
};

export function fromWirePresence({ peerId, state, sessionId }: WirePresence): Presence {
  return { peerId, state: PRESENCE_STATES[state] ?? "offline", sessionId };
}

/** For welcome, the event `ice_servers` and the response of GetIceServers. */
export function fromWireIceServers(list: Pick<GetIceServersResponse, "iceServers" | "expiresAt">): IceServerList {
  const iceServers = list.iceServers.map(fromWireIceServer);
  return list.expiresAt === undefined ? { iceServers } : { iceServers, expiresAt: timestampDate(list.expiresAt) };
}

function fromWireIceServer({ urls, username, credential }: WireIceServer): IceServer {
  return username === "" ? { urls: [...urls] } : { urls: [...urls], username, credential };
}
