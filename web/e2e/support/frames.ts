import { create, type Message, type MessageInitShape } from "@bufbuild/protobuf";
import type { Duration } from "@bufbuild/protobuf/wkt";
import type { HelloSchema } from "../../src/gen/beckon/v1/session_pb.js";
import type { Signal, SignalSchema } from "../../src/gen/beckon/v1/signal_pb.js";
import { ClientFrameSchema, type Event, type ServerFrame } from "../../src/gen/beckon/v1/signaling_pb.js";

/** A ClientFrame as a test writes it down. */
export type Frame = MessageInitShape<typeof ClientFrameSchema>;
export type HelloFields = MessageInitShape<typeof HelloSchema>;
export type SignalFields = MessageInitShape<typeof SignalSchema>;
export type SignalBody = NonNullable<SignalFields["body"]>;
export type { Event, ServerFrame, Signal };

/** The kinds of event, for instance "welcome". */
export type EventKind = NonNullable<Event["event"]["case"]>;
/** What an event of this kind holds. */
export type EventOf<K extends EventKind> = Extract<Event["event"], { case: K }>["value"];

/** A session description of the smallest kind; `name` tells one from the other. */
export function sdp(name = "x"): string {
  return `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=${name}\r\nt=0 0\r\n`;
}

export function signal(to: string, body: SignalBody, fields: Omit<SignalFields, "$typeName"> = {}, seq = 0): Frame {
  return { seq: BigInt(seq), frame: { case: "signal", value: { to, body, ...fields } } };
}

export function offer(name = "offer", offerId = 0): SignalBody {
  return { case: "offer", value: { sdp: sdp(name), offerId } };
}

export function data(text: string, label = ""): SignalBody {
  return { case: "data", value: { label, content: { case: "text", value: text } } };
}

export function join(room: string, seq = 0): Frame {
  return { seq: BigInt(seq), frame: { case: "joinRoom", value: { room } } };
}

export function leave(room: string, seq = 0): Frame {
  return { seq: BigInt(seq), frame: { case: "leaveRoom", value: { room } } };
}

export function update(displayName: string | undefined, attributes: Record<string, string> = {}, seq = 0): Frame {
  const value = displayName === undefined ? { attributes } : { displayName, attributes };
  return { seq: BigInt(seq), frame: { case: "updateMember", value } };
}

export function watch(peerIds: readonly string[], seq = 0): Frame {
  return { seq: BigInt(seq), frame: { case: "watchPresence", value: { peerIds: [...peerIds] } } };
}

export function heartbeat(value: { readonly nextWithin?: Duration } = {}, seq = 0): Frame {
  return { seq: BigInt(seq), frame: { case: "heartbeat", value } };
}

export function bye(seq = 0): Frame {
  return { seq: BigInt(seq), frame: { case: "bye", value: {} } };
}

/** A frame with an arm that no server knows yet. */
export function unknownArm(seq = 0): Frame {
  return withUnknownField(create(ClientFrameSchema, { seq: BigInt(seq) }));
}

/** The same message with a field of number 1000 beside, a message of two bytes. */
export function withUnknownField<T extends Message>(message: T): T {
  message.$unknown = [{ no: 1000, wireType: 2, data: new Uint8Array([2, 8, 1]) }];
  return message;
}
