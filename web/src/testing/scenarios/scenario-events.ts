import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { DurationSchema, durationFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { Notice_Code } from "../../gen/beckon/v1/notice_pb.js";
import { Member_State, PeerLeft_Reason } from "../../gen/beckon/v1/room_pb.js";
import { GoAway_Action, GoAway_Reason, Presence_State, Welcome_Result } from "../../gen/beckon/v1/session_pb.js";
import type { EventSchema } from "../../gen/beckon/v1/signaling_pb.js";
import { statusWithReason } from "../error-info.js";

type EventInit = MessageInitShape<typeof EventSchema>;

type EventArm = NonNullable<EventInit["event"]>;

/** A JSON object of a scenario. */
export interface Fields {
  readonly [name: string]: unknown;
}

const text = (value: unknown) => (value === undefined ? "" : String(value));
const number = (value: unknown, otherwise = 0) => (value === undefined ? otherwise : Number(value));
const duration = (value: unknown) => (number(value) === 0 ? {} : { value: durationFromMs(number(value)) });

export function welcomeEvent(told: Fields): EventInit {
  const heartbeat = duration(told["heartbeat_interval_ms"]).value;
  const clientHeartbeat = duration(told["client_heartbeat_interval_ms"]).value;
  const value = {
    sessionId: text(told["session"]),
    peerId: "alice",
    result: Welcome_Result[text(told["result"] ?? "NEW") as keyof typeof Welcome_Result],
    attachmentToken: "token",
    lastClientSeq: BigInt(number(told["last_client_seq"])),
    rooms: (told["rooms"] ?? []) as string[],
    resumeWindow: durationFromMs(120_000),
    ...(heartbeat && { heartbeatInterval: heartbeat }),
    ...(clientHeartbeat && { clientHeartbeatInterval: clientHeartbeat }),
    limits: {
      maxFrameBytes: number(told["max_frame_bytes"]),
      ackEveryEvents: number(told["ack_every_events"], 32),
      ackInterval: durationFromMs(number(told["ack_interval_ms"], 1_000)),
    },
  };
  return { event: { case: "welcome", value } };
}

/**
 * @param session the session of alice, the client.
 * @param joins numbers of the joins on this stream: a snapshot answers the newest one of its room.
 */
export function scenarioEvent(told: Fields, session: string, joins: ReadonlyMap<string, bigint>): EventInit {
  const event = eventOf(told, session, joins);
  return { seq: BigInt(number(told["seq"])), event };
}

function eventOf(told: Fields, session: string, joins: ReadonlyMap<string, bigint>): EventArm {
  if ("signal" in told) {
    // The label is the event's number, so that the callback of this very event can be made to return.
    const content = { case: "text", value: text(told["signal"]) } as const;
    const data = { case: "data", value: { label: text(told["seq"] ?? 0), content } } as const;
    return { case: "signal", value: { from: "bob", fromSessionId: "bob-1", body: data } };
  }
  if ("notice" in told) {
    const retryAfter = duration(told["retry_after_ms"]).value;
    const value = {
      code: Notice_Code[text(told["notice"]) as keyof typeof Notice_Code],
      clientSeqs: ((told["about"] ?? []) as number[]).map(BigInt),
      message: [told["seq"] ?? 0, ...((told["about"] ?? []) as number[])].join(" "),
      ...(retryAfter && { retryAfter }),
    };
    return { case: "notice", value };
  }
  if ("presence" in told) {
    const state = Presence_State[text(told["state"]) as keyof typeof Presence_State];
    const peerId = text(told["presence"]);
    return { case: "presence", value: { peerId, state, sessionId: `${peerId}-1` } };
  }
  if ("go_away" in told) {
    const delay = duration(told["delay_ms"]).value;
    const action = GoAway_Action[text(told["go_away"]) as keyof typeof GoAway_Action];
    const reason = GoAway_Reason[text(told["reason"]) as keyof typeof GoAway_Reason];
    return { case: "goAway", value: { action, reason, ...(delay && { delay }) } };
  }
  return "heartbeat" in told ? { case: "heartbeat", value: {} } : roomEvent(told, session, joins);
}

function roomEvent(told: Fields, session: string, joins: ReadonlyMap<string, bigint>): EventArm {
  const version = BigInt(number(told["version"]));
  const sessionOf = (peerId: string) => (peerId === "alice" ? session : `${peerId}-1`);
  const memberOf = (peerId: string, state: unknown = "LIVE") => ({
    peerId,
    sessionId: sessionOf(peerId),
    state: Member_State[text(state) as keyof typeof Member_State],
  });
  const room = text(told["room"]);
  if ("snapshot" in told) {
    const snapshotRoom = text(told["snapshot"]);
    const members = (told["members"] as string[]).map((peerId) => memberOf(peerId));
    const answered = told["client_seq"];
    const clientSeq = answered === undefined ? (joins.get(snapshotRoom) ?? 0n) : BigInt(number(answered));
    return { case: "roomSnapshot", value: { room: snapshotRoom, version, members, clientSeq } };
  }
  if ("joined" in told) {
    return { case: "peerJoined", value: { room, version, member: memberOf(text(told["joined"])) } };
  }
  if ("updated" in told) {
    return { case: "memberUpdated", value: { room, version, member: memberOf(text(told["updated"]), told["state"]) } };
  }
  if ("left" in told) {
    const peerId = text(told["left"]);
    const reason = PeerLeft_Reason[text(told["reason"]) as keyof typeof PeerLeft_Reason];
    return { case: "peerLeft", value: { room, version, peerId, sessionId: sessionOf(peerId), reason } };
  }
  throw new Error(`no such event: ${JSON.stringify(told)}`);
}

/** The status by which the server ends a stream; undefined for OK. */
export function scenarioStatus(told: Fields): ConnectError | undefined {
  const name = text(told["code"]);
  if (name === "OK") {
    return undefined;
  }
  const key = name.toLowerCase().replace(/(^|_)(.)/g, (_, _separator, letter: string) => letter.toUpperCase());
  const code = Code[key as keyof typeof Code];
  const error = "reason" in told ? statusWithReason(code, text(told["reason"]), "") : new ConnectError("", code);
  error.metadata.set("grpc-status", String(code));
  if ("retry_after_ms" in told) {
    const delay = toBinary(DurationSchema, create(DurationSchema, durationFromMs(number(told["retry_after_ms"]))));
    const value = new BinaryWriter().tag(1, 2).bytes(delay).finish();
    error.details.push({ type: "google.rpc.RetryInfo", value });
  }
  return error;
}
