import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Hello } from "../gen/beckon/v1/session_pb.js";
import {
  type ClientFrame,
  type EventSchema,
  type ServerFrame,
  ServerFrameSchema,
} from "../gen/beckon/v1/signaling_pb.js";
import { EventStream } from "./event-stream.js";

export type EventInit = NonNullable<MessageInitShape<typeof EventSchema>["event"]>;

/** One session at the {@link TestServer}. */
export class TestSession {
  readonly hello: Hello;
  readonly sessionId: string;
  readonly token: string;
  readonly affinity: string;
  readonly stream = new EventStream<ServerFrame>();
  /** Every frame that was handled, in order, without the duplicates. */
  readonly frames: ClientFrame[] = [];
  lastSeq = 0n;

  constructor(hello: Hello, sessionId: string, affinity: string) {
    this.hello = hello;
    this.sessionId = sessionId;
    this.token = `token-of-${sessionId}`;
    this.affinity = affinity;
  }

  get peerId(): string {
    return this.hello.peerId;
  }

  tell(...events: EventInit[]): void {
    this.stream.push(create(ServerFrameSchema, { ack: this.lastSeq, events: events.map((event) => ({ event })) }));
  }
}
