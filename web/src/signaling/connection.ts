import { create, toBinary } from "@bufbuild/protobuf";
import { durationFromMs, durationMs } from "@bufbuild/protobuf/wkt";
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
import { isRepeatable, Sender } from "./sender.js";
import { SignalingError } from "./signaling-error.js";
import type { Tokens } from "./tokens.js";

/** A frame and the size of its encoding in bytes. */
export interface OutboundFrame {
  readonly frame: ClientFrame;
  readonly bytes: number;
}

/** What a {@link Connection} reports to and requests from the client that owns it. */
export interface ConnectionOwner {
  /** The session is attached. Called once, before all other events. */
  onWelcome(welcome: Welcome): void;
  onEvent(event: Event): void;
  /** The outcome of all frames up to `seq` is decided. `isTold`: refusals among them were reported before this call. */
  onAck(seq: bigint, isTold: boolean): void;
  /** A frame is passed to the network. */
  onSending(frame: OutboundFrame, isRepeated: boolean): void;
  /** Returns and removes the frames for the next Send, as many as it may have; empty if nothing waits. */
  takeBatch(maxBytes: number): readonly OutboundFrame[];
  /** Returns the ack for a heartbeat or a bye. */
  takeAck(): bigint;
  /** There was no response for some time: a call is delayed by the browser or on the network. */
  onStalled(): void;
  /** The stream has ended. Called once, as the last call. */
  onEnded(error: SignalingError): void;
}

/** Settings of a connection. */
export interface ConnectionSettings {
  readonly rpc: Client<typeof Signaling>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tokens: Tokens;
  /** Whether the page is visible; undefined: unknown. */
  readonly isShown: () => boolean | undefined;
  /** Creates the hello, when its access token is available. */
  readonly makeHello: () => Hello;
  readonly connectTimeoutMs: number;
  readonly sendTimeoutMs: number;
  readonly checkTimeoutMs: number;
  /** Time without a response after which {@link ConnectionOwner.onStalled} is called; undefined: never. */
  readonly stallMs: number | undefined;
}

/** The stream is dead after this many heartbeat intervals without a frame; from the contract. */
const SILENT_INTERVALS = 2.5;

/** Heartbeat interval of a page whose timers run normally. */
const SHOWN_HEARTBEAT_MS = 15_000;

/** One stream of Open with its Sends, from the hello to the end of the stream. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #owner: ConnectionOwner;
  readonly #ended = new AbortController();
  #sender: Sender<OutboundFrame> | undefined;
  #attachmentToken = "";
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceMs: number | undefined;
  #usualHeartbeatMs: number | undefined;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #stallTimer: ReturnType<typeof setTimeout> | undefined;
  #hasSentHello = false;
  #isHeld = false;
  #isHeldBack = false;

  constructor(settings: ConnectionSettings, owner: ConnectionOwner) {
    this.#settings = settings;
    this.#owner = owner;
  }

  /** Whether the hello has been sent, so that the server may have a session for it. */
  get hasSentHello(): boolean {
    return this.#hasSentHello;
  }

  /** Sends hello as soon as its access token is available. */
  start(): void {
    this.#awaitWelcome();
    void this.#run();
  }

  /** A frame waits in the session. */
  wake(): void {
    this.#sender?.wake();
  }

  /** Sends bye after all waiting frames; the server then ends the stream. */
  sayBye(): void {
    this.#sender?.sayBye();
  }

  /** Sends bye in parallel to a call in flight and ignores the response, because the page unloads. */
  sayByeAtOnce(): void {
    if (this.#sender !== undefined) {
      const { rpc, headers, sendTimeoutMs } = this.#settings;
      const bye = this.#makeBye();
      this.#owner.onSending(bye, false);
      const request = { attachmentToken: this.#attachmentToken, frames: [bye.frame] };
      // Independent of the stream, which may be ended right after this.
      const deadline = createDeadline(sendTimeoutMs, new AbortController().signal);
      rpc
        .send(request, { headers, signal: deadline.signal })
        .catch(() => undefined)
        .finally(deadline.cleanUp);
    }
  }

  /** The page was shown or hidden, which makes its timers exact or slow. */
  tellPace(): void {
    if (this.#usualHeartbeatMs !== undefined) {
      this.#sender?.beatEvery(this.#heartbeatMs(), this.#settings.isShown() === true);
    }
  }

  /** Keeps the stream, but sends nothing and runs no timer. */
  hold(): void {
    this.#isHeld = true;
    clearTimeout(this.#silenceTimer);
    this.#signOfLife();
    this.#sender?.pause();
  }

  release(): void {
    this.#isHeld = false;
    this.#watchSilence();
    this.#sender?.resume();
  }

  /** The browser delays the call. Once the request is sent, the server has the usual time to respond. */
  waitForBrowser(): void {
    if (this.#sender === undefined) {
      clearTimeout(this.#silenceTimer);
      this.#isHeldBack = true;
    }
  }

  /** Checks the stream; without a response in time it is dead. */
  check(): void {
    const { rpc, headers, checkTimeoutMs } = this.#settings;
    if (this.#sender === undefined || this.#checkTimer !== undefined) {
      return;
    }
    this.#checkTimer = setTimeout(() => {
      this.end(new SignalingError("SERVER_SILENT", { detail: `no response to a check within ${checkTimeoutMs} ms` }));
    }, checkTimeoutMs);
    const request = { attachmentToken: this.#attachmentToken, frames: [] };
    rpc.send(request, { headers, signal: this.#ended.signal }).then(
      () => this.#signOfLife(),
      (thrown) => this.#handleCheckRefused(lossOf(thrown)),
    );
  }

  end(error: SignalingError): void {
    if (!this.#ended.signal.aborted) {
      clearTimeout(this.#silenceTimer);
      clearTimeout(this.#stallTimer);
      this.#signOfLife();
      this.#sender?.stop();
      this.#ended.abort();
      this.#owner.onEnded(error);
    }
  }

  #awaitWelcome(): void {
    const { connectTimeoutMs, tokens } = this.#settings;
    this.#silenceTimer = setTimeout(() => {
      const reason = tokens.isAsking ? "TOKEN_UNAVAILABLE" : "UNREACHABLE";
      tokens.giveUpAsking();
      this.end(new SignalingError(reason, { detail: `no welcome within ${connectTimeoutMs} ms` }));
    }, connectTimeoutMs);
  }

  #onHeader(): void {
    clearTimeout(this.#stallTimer);
    if (this.#isHeldBack) {
      this.#isHeldBack = false;
      this.#awaitWelcome();
    }
  }

  async #run(): Promise<void> {
    const { tokens } = this.#settings;
    try {
      // If the token is at hand, hello is sent synchronously.
      const authorization = tokens.headers ?? (await tokens.obtainHeaders());
      if (!this.#ended.signal.aborted) {
        await this.#read(authorization);
        this.end(new SignalingError("STREAM_ENDED"));
      }
    } catch (thrown) {
      this.end(lossOf(thrown));
    }
  }

  async #read(authorization: Readonly<Record<string, string>>): Promise<void> {
    const { rpc, makeHello, stallMs } = this.#settings;
    const hello = makeHello();
    const headers = { ...this.#settings.headers, ...authorization };
    this.#hasSentHello = true;
    this.#owner.onSending(measured(create(ClientFrameSchema, { frame: { case: "hello", value: hello } })), false);
    if (stallMs !== undefined) {
      this.#stallTimer = setTimeout(() => this.#owner.onStalled(), stallMs);
    }
    const onHeader = () => this.#onHeader();
    for await (const frame of rpc.open({ hello }, { headers, signal: this.#ended.signal, onHeader })) {
      this.#handleFrame(frame);
    }
  }

  #handleFrame(frame: ServerFrame): void {
    this.#signOfLife();
    for (const event of frame.events) {
      // The owner may end the connection while a frame is handled.
      if (this.#ended.signal.aborted) {
        return;
      }
      this.#handleEvent(event);
    }
    if (!this.#ended.signal.aborted) {
      this.#watchSilence();
      this.#owner.onAck(frame.ack, true);
    }
  }

  #handleEvent(event: Event): void {
    if (this.#sender === undefined) {
      if (event.event.case !== "welcome") {
        throw new SignalingError("UNSPECIFIED", { detail: "the first event was not welcome" });
      }
      this.#handleWelcome(event.event.value);
    }
    this.#owner.onEvent(event);
  }

  #handleWelcome(welcome: Welcome): void {
    const { heartbeatInterval, clientHeartbeatInterval, attachmentToken } = welcome;
    clearTimeout(this.#silenceTimer);
    clearTimeout(this.#stallTimer);
    this.#attachmentToken = attachmentToken;
    this.#silenceMs = heartbeatInterval && SILENT_INTERVALS * durationMs(heartbeatInterval);
    this.#usualHeartbeatMs = clientHeartbeatInterval && durationMs(clientHeartbeatInterval);
    this.#sender = new Sender<OutboundFrame>(
      {
        usualMs: this.#settings.sendTimeoutMs,
        takeBatch: (maxBytes) => this.#owner.takeBatch(maxBytes),
        makeHeartbeat: () => this.#makeHeartbeat(),
        makeBye: () => this.#makeBye(),
        send: (frames, isRepeated, patience) => this.#send(frames, isRepeated, patience),
        onRefused: (error) => this.end(error),
      },
      this.#heartbeatMs(),
    );
    this.#owner.onWelcome(welcome);
    if (this.#settings.isShown()) {
      this.tellPace();
    }
  }

  async #send(outbound: readonly OutboundFrame[], isRepeated: boolean, patience = 1): Promise<void> {
    const { rpc, headers, sendTimeoutMs, stallMs } = this.#settings;
    const stallTimer = stallMs && setTimeout(() => this.#owner.onStalled(), stallMs);
    for (const each of outbound) {
      this.#owner.onSending(each, isRepeated);
    }
    // Not gRPC's timeout, which would add a header that every proxy must allow.
    const timeoutMs = sendTimeoutMs * patience;
    const deadline = createDeadline(timeoutMs, this.#ended.signal);
    try {
      const frames = outbound.map(({ frame }) => frame);
      const request = { attachmentToken: this.#attachmentToken, frames };
      const { ack } = await rpc.send(request, { headers, signal: deadline.signal });
      if (!this.#ended.signal.aborted) {
        this.#owner.onAck(ack, false);
      }
    } catch (thrown) {
      if (deadline.isOver()) {
        throw new SignalingError("REQUEST_TIMEOUT", { detail: `no response within ${timeoutMs} ms`, cause: thrown });
      }
      throw lossOf(thrown);
    } finally {
      clearTimeout(stallTimer);
      deadline.cleanUp();
    }
  }

  #heartbeatMs(): number | undefined {
    const usualMs = this.#usualHeartbeatMs;
    return usualMs && this.#settings.isShown() ? Math.min(usualMs, SHOWN_HEARTBEAT_MS) : usualMs;
  }

  #makeHeartbeat(): OutboundFrame {
    const promisedMs = this.#settings.isShown() ? this.#heartbeatMs() : undefined;
    const value = promisedMs === undefined ? {} : { nextWithin: durationFromMs(promisedMs) };
    return measured(create(ClientFrameSchema, { ack: this.#owner.takeAck(), frame: { case: "heartbeat", value } }));
  }

  #makeBye(): OutboundFrame {
    return measured(create(ClientFrameSchema, { ack: this.#owner.takeAck(), frame: { case: "bye", value: {} } }));
  }

  /** A refusal because the server is too busy is an answer, too. */
  #handleCheckRefused(error: SignalingError): void {
    if (error.reason !== "UNREACHABLE" && isRepeatable(error)) {
      this.#signOfLife();
    } else {
      this.end(error);
    }
  }

  #signOfLife(): void {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = undefined;
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer);
    const silenceMs = this.#silenceMs;
    if (silenceMs !== undefined && !this.#isHeld) {
      this.#silenceTimer = setTimeout(() => {
        this.end(new SignalingError("SERVER_SILENT", { detail: `silence for ${silenceMs} ms` }));
      }, silenceMs);
    }
  }
}

/** An abort that this client did not request, as when the browser stops all fetches of a page, is a lost connection. */
function lossOf(thrown: unknown): SignalingError {
  const error = SignalingError.from(thrown);
  return error.reason === "ABORTED" ? new SignalingError("UNREACHABLE", { detail: "aborted", cause: thrown }) : error;
}

function measured(frame: ClientFrame): OutboundFrame {
  return { frame, bytes: toBinary(ClientFrameSchema, frame).length };
}
