import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type CallOptions, type Client, Code, ConnectError } from "@connectrpc/connect";
import type { OpenRequest } from "../../gen/beckon/v1/signaling_pb.js";
import {
  type ClientFrame,
  type SendRequest,
  SendResponseSchema,
  type ServerFrame,
  ServerFrameSchema,
  type Signaling,
} from "../../gen/beckon/v1/signaling_pb.js";
import { EventStream } from "../event-stream.js";

/** One call of Open. */
export interface FakeStream {
  readonly events: EventStream<ServerFrame>;
  /** Numbers of the joins that were said on it, by room. */
  readonly joins: Map<string, bigint>;
  isOver: boolean;
}

/** What the network saw since it was last asked. */
export interface Seen {
  readonly hellos: { readonly request: OpenRequest; readonly authorization: string }[];
  readonly frames: ClientFrame[];
  checks: number;
  drops: number;
}

/** Signaling as a client sees it, without sockets: every call does what the test says. */
export class FakeNetwork {
  readonly streams: FakeStream[] = [];
  /** Every frame that was taken, by its number; the newest of each number. */
  readonly taken = new Map<bigint, ClientFrame["frame"]>();
  seen: Seen = { hellos: [], frames: [], checks: 0, drops: 0 };
  #isWritable = true;
  #onWritable: (() => void)[] = [];
  #onCheckAnswered: (() => void)[] = [];

  /** The stream that was opened last. */
  get stream(): FakeStream {
    const stream = this.streams.at(-1);
    if (stream === undefined) {
      throw new Error("no stream was opened");
    }
    return stream;
  }

  get rpc(): Client<typeof Signaling> {
    return {
      open: (request: OpenRequest, options?: CallOptions) => this.#open(request, options),
      send: (request: SendRequest, options?: CallOptions) => this.#send(request, options),
      getIceServers: () => Promise.reject(new ConnectError("not played", Code.Unimplemented)),
    } as unknown as Client<typeof Signaling>;
  }

  takeSeen(): Seen {
    const { seen } = this;
    this.seen = { hellos: [], frames: [], checks: 0, drops: 0 };
    return seen;
  }

  setWritable(isWritable: boolean): void {
    this.#isWritable = isWritable;
    if (isWritable) {
      for (const write of this.#onWritable.splice(0)) {
        write();
      }
    }
  }

  answerCheck(): void {
    for (const answer of this.#onCheckAnswered.splice(0)) {
      answer();
    }
  }

  tell(stream: FakeStream, frame: MessageInitShape<typeof ServerFrameSchema>): void {
    stream.events.push(create(ServerFrameSchema, frame));
  }

  /** The server ends the stream; without an error, with status OK. */
  end(stream: FakeStream, error?: ConnectError): void {
    stream.isOver = true;
    stream.events.end(error);
  }

  #open(request: OpenRequest, { headers, signal }: CallOptions = {}): AsyncIterable<ServerFrame> {
    const stream: FakeStream = { events: new EventStream(), joins: new Map(), isOver: false };
    const authorization = new Headers(headers).get("authorization") ?? "";
    this.streams.push(stream);
    this.#isWritable = true;
    this.seen.hellos.push({ request, authorization });
    signal?.addEventListener("abort", () => {
      if (!stream.isOver) {
        stream.isOver = true;
        this.seen.drops += 1;
        stream.events.end(new ConnectError("aborted", Code.Canceled));
      }
    });
    return stream.events;
  }

  #send({ frames }: SendRequest, { signal }: CallOptions = {}) {
    const { stream } = this;
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new ConnectError("aborted", Code.Canceled)));
      const take = () => {
        if (signal?.aborted) {
          return;
        }
        this.seen.frames.push(...frames);
        for (const { seq, frame } of frames) {
          this.taken.set(seq, frame);
          if (frame.case === "joinRoom") {
            stream.joins.set(frame.value.room, seq);
          }
        }
        resolve(create(SendResponseSchema, {}));
      };
      if (frames.length === 0) {
        this.seen.checks += 1;
        this.#onCheckAnswered.push(() => resolve(create(SendResponseSchema, {})));
      } else if (this.#isWritable) {
        take();
      } else {
        this.#onWritable.push(take);
      }
    });
  }
}
