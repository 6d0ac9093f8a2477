import type { Client } from "@connectrpc/connect";
import type { GoAway, Welcome } from "../gen/beckon/v1/session_pb.js";
import type { Signaling } from "../gen/beckon/v1/signaling_pb.js";
import { whenAborted } from "./abort.js";
import { Attempts } from "./attempts.js";
import { Connection, type ConnectionOwner } from "./connection.js";
import { EventQueue } from "./event-queue.js";
import type { IceServer, IceServerList, Limits, SignalingListener, SignalingState } from "./events.js";
import { readGoAway } from "./go-away.js";
import { buildHello } from "./hello.js";
import type { SignalingOptions } from "./options.js";
import { ProfileChanges } from "./profile-changes.js";
import { fullJitter } from "./reconnect-policy.js";
import type { RoomView } from "./room-view.js";
import { Rooms } from "./rooms.js";
import { handleServerEvent, type ServerEventSink } from "./server-events.js";
import { Session, type Statement } from "./session.js";
import { createAffinityKey, createSessionKey } from "./session-key.js";
import type { OutgoingSignal } from "./signal.js";
import type { Abortable, MemberChange, SignalingClient } from "./signaling-client.js";
import { SignalingError } from "./signaling-error.js";
import { traceReceived, traceSent } from "./trace.js";
import { whenConnected } from "./when-connected.js";
import { fromWireIceServers, fromWireLimits } from "./wire-session.js";

/** How long `close()` waits for the server to end the stream. */
const BYE_MS = 2_000;

/** The client lifetime: wants to be connected, and makes connections and sessions one after the other. */
export class BeckonClient implements SignalingClient {
  // For the client.
  readonly #options: SignalingOptions;
  readonly #rpc: Client<typeof Signaling>;
  readonly #headers = { "beckon-affinity": createAffinityKey() };
  readonly #sessionKey: Uint8Array;
  readonly #events = new EventQueue();
  readonly #rooms: Rooms;
  readonly #profile: ProfileChanges;
  readonly #attempts: Attempts;
  readonly #whenClosed: Promise<void>;
  #resolveClosed: () => void = () => undefined;
  #state: SignalingState = { status: "connecting", attempt: 1 };
  #iceServers: readonly IceServer[] = [];
  #limits: Limits | undefined;
  #isClosing = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  // For the session.
  #session: Session | undefined;
  // For the connection.
  #connection: Connection | undefined;
  #endTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingOptions, rpc: Client<typeof Signaling>) {
    this.#options = options;
    this.#rpc = rpc;
    this.#sessionKey = options.sessionKey ?? createSessionKey();
    this.#attempts = new Attempts(options.reconnect ?? fullJitter());
    this.#profile = new ProfileChanges({
      displayName: options.displayName ?? "",
      attributes: options.attributes ?? {},
    });
    this.#rooms = new Rooms({
      peerId: options.peerId,
      say: (statement) => (this.#session === undefined ? undefined : this.#say(this.#session, statement)),
      emit: (event) => this.#events.emit(event),
    });
    this.#whenClosed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  get peerId(): string {
    return this.#options.peerId;
  }

  get state(): SignalingState {
    return this.#state;
  }

  get sessionId(): string | undefined {
    return this.#session?.sessionId;
  }

  get iceServers(): readonly IceServer[] {
    return this.#iceServers;
  }

  get limits(): Limits | undefined {
    return this.#limits;
  }

  get rooms(): ReadonlyMap<string, RoomView> {
    return this.#rooms.views;
  }

  on(listener: SignalingListener, { signal }: Abortable = {}): () => void {
    const remove = this.#events.add(listener);
    whenAborted(signal, remove);
    return remove;
  }

  connected({ signal }: Abortable = {}): Promise<void> {
    return whenConnected(this, signal);
  }

  send(signal: OutgoingSignal): void {
    this.#say(this.#openSession(), { type: "signal", signal });
  }

  join(room: string, { signal }: Abortable = {}): Promise<RoomView> {
    return this.#isClosing ? Promise.reject(this.#whyClosed()) : this.#rooms.join(room, signal);
  }

  leave(room: string): void {
    this.#rooms.leave(room);
  }

  updateMember(change: MemberChange): void {
    const { displayName, attributes = {} } = change;
    const seq = this.#session && this.#say(this.#session, { type: "update-member", displayName, attributes });
    this.#profile.apply(change, seq);
  }

  async fetchIceServers({ signal }: Abortable = {}): Promise<IceServerList> {
    try {
      const response = await this.#rpc.getIceServers({}, { headers: this.#headers, ...(signal && { signal }) });
      return this.#adoptIceServers(fromWireIceServers(response));
    } catch (thrown) {
      throw SignalingError.from(thrown);
    }
  }

  reconnectNow(): void {
    if (this.#state.status === "waiting") {
      this.start();
    }
  }

  close(): Promise<void> {
    if (!this.#isClosing) {
      this.#isClosing = true;
      clearTimeout(this.#retryTimer);
      const closed = new SignalingError("CLOSED");
      if (this.#session !== undefined) {
        this.#connection?.sayBye();
        this.#endLater(BYE_MS, closed);
      } else if (this.#connection !== undefined) {
        this.#connection.end(closed);
      } else {
        this.#finish(undefined);
      }
    }
    return this.#whenClosed;
  }

  /** Says hello on a new connection. Called once by who makes the client, then by the client itself. */
  start(): void {
    clearTimeout(this.#retryTimer);
    if (this.#state.status !== "connecting") {
      this.#setState({ status: "connecting", attempt: this.#attempts.attempt });
    }
    const { connectTimeoutMs = 10_000, sendTimeoutMs = 10_000 } = this.#options;
    const hello = buildHello(this.#options, this.#sessionKey, this.#profile.profile);
    const settings = { rpc: this.#rpc, headers: this.#headers, hello, connectTimeoutMs, sendTimeoutMs };
    this.#attempts.onConnecting();
    this.#connection = new Connection(settings, this.#createOwner());
    this.#connection.start();
  }

  #createOwner(): ConnectionOwner {
    const sink = this.#createSink();
    return {
      onWelcome: (welcome) => this.#onWelcome(welcome),
      onEvent: (event) => {
        if (this.#options.trace) {
          this.#events.emit({ type: "trace", trace: traceReceived(event) });
        }
        handleServerEvent(event, sink);
      },
      onAck: (seq) => this.#session?.acknowledge(seq),
      onSending: ({ frame, bytes }, isRepeated) => {
        if (this.#options.trace) {
          this.#events.emit({ type: "trace", trace: traceSent(frame, bytes, isRepeated) });
        }
      },
      takeBatch: () => (this.#session?.takeBatch() ?? []).map(({ content, bytes }) => ({ ...content, bytes })),
      onEnded: (error) => this.#onEnded(error),
    };
  }

  #onWelcome(welcome: Welcome): void {
    const { maxQueuedFrames = 1_024, maxQueuedBytes = 4 * 1_024 * 1_024 } = this.#options;
    const limits = fromWireLimits(welcome.limits);
    const bounds = { maxFrames: maxQueuedFrames, maxBytes: maxQueuedBytes };
    this.#attempts.onConnected(Date.now());
    this.#limits = limits;
    this.#session = new Session(welcome.sessionId, limits, bounds);
    this.#setState({ status: "connected", sessionId: welcome.sessionId });
    this.#adoptIceServers(fromWireIceServers({ iceServers: welcome.iceServers }));
    this.#rooms.onSessionStarted(welcome.sessionId);
  }

  #createSink(): ServerEventSink {
    return {
      rooms: this.#rooms,
      onSignal: (signal) => this.#events.emit({ type: "signal", signal }),
      onNotice: (notice, clientSeqs) => {
        this.#events.emit({ type: "notice", notice });
        this.#profile.onRefused(clientSeqs);
        this.#rooms.onNotice(notice, clientSeqs);
      },
      onIceServers: (list) => this.#adoptIceServers(list),
      onGoAway: (goAway) => this.#onGoAway(goAway),
      recall: (clientSeqs) => this.#session?.recall(clientSeqs),
    };
  }

  #onGoAway(goAway: GoAway): void {
    if (this.#isClosing) {
      // It goes already, and no later than it promised.
      return;
    }
    const { error, delayMs } = readGoAway(goAway);
    this.#attempts.onGoAway(Date.now() + delayMs);
    if (error.isRetryable && delayMs > 0) {
      this.#endLater(delayMs, error);
    } else {
      this.#connection?.end(error);
    }
  }

  #endLater(ms: number, error: SignalingError): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => this.#connection?.end(error), ms);
  }

  #onEnded(error: SignalingError): void {
    clearTimeout(this.#endTimer);
    const session = this.#session;
    this.#connection = undefined;
    this.#session = undefined;
    if (session !== undefined) {
      const because = this.#isClosing ? {} : { error };
      this.#events.emit({
        type: "session-ended",
        sessionId: session.sessionId,
        ...because,
        ...session.openSignals(),
      });
      this.#profile.onSessionEnded();
      this.#rooms.onSessionEnded();
    }
    if (this.#isClosing || !error.isRetryable) {
      this.#finish(this.#isClosing ? undefined : error);
    } else {
      this.#waitToRetry(error);
    }
  }

  #waitToRetry(error: SignalingError): void {
    const now = Date.now();
    const retryInMs = this.#attempts.onLost(now);
    if (retryInMs === null) {
      this.#finish(new SignalingError("GAVE_UP", { detail: error.message, cause: error }));
      return;
    }
    const { attempt } = this.#attempts;
    this.#setState({ status: "waiting", attempt, retryInMs, retryAt: now + retryInMs, error });
    this.#retryTimer = setTimeout(() => this.start(), retryInMs);
  }

  #finish(error: SignalingError | undefined): void {
    this.#isClosing = true;
    clearTimeout(this.#retryTimer);
    this.#rooms.onClosed(error ?? new SignalingError("CLOSED"));
    this.#setState(error === undefined ? { status: "closed" } : { status: "closed", error });
    this.#resolveClosed();
  }

  #openSession(): Session {
    if (this.#isClosing) {
      throw this.#whyClosed();
    }
    if (this.#session === undefined) {
      throw new SignalingError("NOT_CONNECTED");
    }
    return this.#session;
  }

  /** What ended the client by itself, or that the app closed it. */
  #whyClosed(): SignalingError {
    return (this.#state.status === "closed" && this.#state.error) || new SignalingError("CLOSED");
  }

  #say(session: Session, statement: Statement): bigint {
    const seq = session.say(statement);
    this.#connection?.wake();
    return seq;
  }

  #adoptIceServers(list: IceServerList): IceServerList {
    this.#iceServers = list.iceServers;
    this.#events.emit({ type: "ice-servers", list });
    return list;
  }

  #setState(state: SignalingState): void {
    const previous = this.#state;
    this.#state = state;
    this.#events.emit({ type: "state", state, previous });
  }
}
