import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Hello } from "../gen/beckon/v1/session_pb.js";
import {
  type ClientFrame,
  type Event,
  EventSchema,
  type ServerFrame,
  ServerFrameSchema,
} from "../gen/beckon/v1/signaling_pb.js";
import { EventStream } from "./event-stream.js";

export type EventInit = NonNullable<MessageInitShape<typeof EventSchema>["event"]>;

/** One session at the {@link TestServer}. */
export class TestSession {
  readonly hello: Hello;
  readonly sessionId: string;
  readonly affinity: string;
  readonly isResumable: boolean;
  stream = new EventStream<ServerFrame>();
  isAttached = true;
  attachments = 1;
  /** Every frame that was handled, in order, without the duplicates. */
  readonly frames: ClientFrame[] = [];
  lastSeq = 0n;
  /** Tracked events that the client has not acknowledged. */
  mailbox: Event[] = [];
  #trackedSeq = 0n;

  constructor(hello: Hello, sessionId: string, affinity: string, isResumable: boolean) {
    this.hello = hello;
    this.sessionId = sessionId;
    this.affinity = affinity;
    this.isResumable = isResumable;
  }

  get peerId(): string {
    return this.hello.peerId;
  }

  get token(): string {
    return `token-of-${this.sessionId}-${this.attachments}`;
  }

  /** Another stream takes over; what was not acknowledged is replayed by {@link replay}. */
  attach(): void {
    this.stream.end();
    this.stream = new EventStream<ServerFrame>();
    this.isAttached = true;
    this.attachments += 1;
  }

  replay(lastSeq: bigint): void {
    this.acknowledge(lastSeq);
    this.#push(this.mailbox);
  }

  acknowledge(seq: bigint): void {
    this.mailbox = this.mailbox.filter((event) => event.seq > seq);
  }

  tell(...events: EventInit[]): void {
    const made = events.map((event) => create(EventSchema, { seq: this.#numberFor(event), event }));
    this.mailbox.push(...made.filter(({ seq }) => seq > 0n));
    if (this.isAttached) {
      this.#push(made);
    }
  }

  #numberFor({ case: kind }: EventInit): bigint {
    if (!this.isResumable || (kind !== "signal" && kind !== "notice")) {
      return 0n;
    }
    this.#trackedSeq += 1n;
    return this.#trackedSeq;
  }

  #push(events: readonly Event[]): void {
    this.stream.push(create(ServerFrameSchema, { ack: this.lastSeq, events: [...events] }));
  }
}
