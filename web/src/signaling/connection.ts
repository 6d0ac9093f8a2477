import { create, toBinary } from "@bufbuild/protobuf";
import { durationMs } from "@bufbuild/protobuf/wkt";
import type { Client } from "@connectrpc/connect";
import type { Hello, Welcome } from "../gen/beckon/v1/session_pb.js";
import {
  type ClientFrame,
  ClientFrameSchema,
  type Event,
  type ServerFrame,
  type Signaling,
} from "../gen/beckon/v1/signaling_pb.js";
import { createDeadline } from "./abort.js";
import { Sender } from "./sender.js";
import { SignalingError } from "./signaling-error.js";

/** A frame and the size of its encoding. */
export interface OutboundFrame {
  readonly frame: ClientFrame;
  readonly bytes: number;
}

/** What a {@link Connection} tells the client that owns it. */
export interface ConnectionOwner {
  /** The session is attached: called once, before all other events. */
  onWelcome(welcome: Welcome): void;
  onEvent(event: Event): void;
  /** The outcome of all frames up to `seq` is decided. */
  onAck(seq: bigint): void;
  /** A frame is handed to the network. */
  onSending(frame: OutboundFrame, isRepeated: boolean): void;
  /** Takes the frames for the next Send; empty when nothing waits. */
  takeBatch(): readonly OutboundFrame[];
  /** The stream is over: called once, and nothing after it. */
  onEnded(error: SignalingError): void;
}

/** How a connection is made. */
export interface ConnectionSettings {
  readonly rpc: Client<typeof Signaling>;
  readonly headers: Readonly<Record<string, string>>;
  readonly hello: Hello;
  readonly connectTimeoutMs: number;
  readonly sendTimeoutMs: number;
}

/** After how many heartbeat intervals without a frame the stream is dead; from the contract. */
const SILENT_INTERVALS = 2.5;

/** One stream of Open with its Sends, from hello to the end of the stream. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #owner: ConnectionOwner;
  readonly #ended = new AbortController();
  #sender: Sender<OutboundFrame> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceMs: number | undefined;

  constructor(settings: ConnectionSettings, owner: ConnectionOwner) {
    this.#settings = settings;
    this.#owner = owner;
  }

  /** Says hello. */
  start(): void {
    const { hello, connectTimeoutMs } = this.#settings;
    this.#owner.onSending(measured(create(ClientFrameSchema, { frame: { case: "hello", value: hello } })), false);
    this.#silenceTimer = setTimeout(() => {
      this.end(new SignalingError("UNREACHABLE", { detail: `no welcome within ${connectTimeoutMs} ms` }));
    }, connectTimeoutMs);
    void this.#read();
  }

  /** Something waits in the session. */
  wake(): void {
    this.#sender?.wake();
  }

  /** Says bye after all that waits; the server then ends the stream. */
  sayBye(): void {
    this.#sender?.sayBye();
  }

  end(error: SignalingError): void {
    if (!this.#ended.signal.aborted) {
      clearTimeout(this.#silenceTimer);
      this.#sender?.stop();
      this.#ended.abort();
      this.#owner.onEnded(error);
    }
  }

  async #read(): Promise<void> {
    const { rpc, hello, headers } = this.#settings;
    try {
      for await (const frame of rpc.open({ hello }, { headers, signal: this.#ended.signal })) {
        this.#handleFrame(frame);
      }
      this.end(new SignalingError("STREAM_ENDED"));
    } catch (thrown) {
      this.end(this.#lossOf(SignalingError.from(thrown)));
    }
  }

  /** A stream that was open and broke is lost; a server that never answered is out of reach. */
  #lossOf(error: SignalingError): SignalingError {
    const isLost = error.reason === "UNREACHABLE" && this.#sender !== undefined;
    return isLost ? new SignalingError("STREAM_ENDED", { cause: error.cause }) : error;
  }

  #handleFrame(frame: ServerFrame): void {
    for (const event of frame.events) {
      // The owner may end the connection in the middle of a frame.
      if (this.#ended.signal.aborted) {
        return;
      }
      this.#handleEvent(event);
    }
    if (!this.#ended.signal.aborted) {
      this.#watchSilence();
      this.#owner.onAck(frame.ack);
    }
  }

  #handleEvent(event: Event): void {
    if (this.#sender === undefined) {
      if (event.event.case !== "welcome") {
        throw new SignalingError("UNSPECIFIED", { detail: "the first event was no welcome" });
      }
      this.#handleWelcome(event.event.value);
    }
    this.#owner.onEvent(event);
  }

  #handleWelcome(welcome: Welcome): void {
    const { heartbeatInterval, clientHeartbeatInterval, attachmentToken } = welcome;
    this.#silenceMs = heartbeatInterval && SILENT_INTERVALS * durationMs(heartbeatInterval);
    this.#sender = new Sender<OutboundFrame>(
      {
        takeBatch: () => this.#owner.takeBatch(),
        makeHeartbeat: () => measured(create(ClientFrameSchema, { frame: { case: "heartbeat", value: {} } })),
        makeBye: () => measured(create(ClientFrameSchema, { frame: { case: "bye", value: {} } })),
        send: (frames, isRepeated) => this.#send(attachmentToken, frames, isRepeated),
        onRefused: (error) => this.end(error),
      },
      clientHeartbeatInterval && durationMs(clientHeartbeatInterval),
    );
    this.#owner.onWelcome(welcome);
  }

  async #send(attachmentToken: string, outbound: readonly OutboundFrame[], isRepeated: boolean): Promise<void> {
    const { rpc, headers, sendTimeoutMs } = this.#settings;
    for (const each of outbound) {
      this.#owner.onSending(each, isRepeated);
    }
    // A timer of our own: gRPC's timeout would travel as one more header that every proxy must allow.
    const deadline = createDeadline(sendTimeoutMs, this.#ended.signal);
    try {
      const frames = outbound.map(({ frame }) => frame);
      const { ack } = await rpc.send({ attachmentToken, frames }, { headers, signal: deadline.signal });
      if (!this.#ended.signal.aborted) {
        this.#owner.onAck(ack);
      }
    } catch (thrown) {
      throw deadline.isOver() ? new SignalingError("UNREACHABLE", { cause: thrown }) : thrown;
    } finally {
      deadline.cleanUp();
    }
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer);
    const silenceMs = this.#silenceMs;
    if (silenceMs !== undefined) {
      this.#silenceTimer = setTimeout(() => {
        this.end(new SignalingError("STREAM_SILENT", { detail: `nothing for ${silenceMs} ms` }));
      }, silenceMs);
    }
  }
}

function measured(frame: ClientFrame): OutboundFrame {
  return { frame, bytes: toBinary(ClientFrameSchema, frame).length };
}
