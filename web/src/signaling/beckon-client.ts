import type { Client } from "@connectrpc/connect";
import type { Notice as WireNotice } from "../gen/beckon/v1/notice_pb.js";
import type { Hello, Welcome } from "../gen/beckon/v1/session_pb.js";
import type { Event, Signaling } from "../gen/beckon/v1/signaling_pb.js";
import { whenAborted } from "./abort.js";
import { isFinal, whatFollows } from "./end-of-stream.js";
import { EventQueue } from "./event-queue.js";
import type { IceServer, IceServerList, Limits, Presence, SignalingListener } from "./events.js";
import { buildHello } from "./hello.js";
import type { SignalingOptions } from "./options.js";
import { PresenceWatch } from "./presence-watch.js";
import { ProfileChanges } from "./profile-changes.js";
import { fullJitter } from "./reconnect-policy.js";
import { Reconnector } from "./reconnector.js";
import type { RoomView } from "./room-view.js";
import { Rooms } from "./rooms.js";
import { handleServerEvent, type ServerEventSink } from "./server-events.js";
import { SessionKeeper } from "./session-keeper.js";
import { createAffinityKey } from "./session-key.js";
import type { OutgoingSignal } from "./signal.js";
import type { Abortable, MemberChange, SignalingClient } from "./signaling-client.js";
import { SignalingError } from "./signaling-error.js";
import type { SignalingState } from "./state.js";
import { StreamKeeper } from "./stream-keeper.js";
import { TokenRefresh } from "./token-refresh.js";
import { Tokens } from "./tokens.js";
import { traceReceived, traceSent } from "./trace.js";
import { rememberUnwelcomed } from "./unwelcomed.js";
import { whenConnected } from "./when-connected.js";
import { fromWireIceServers, fromWireLimits, fromWireNotice, outcomeOf } from "./wire-session.js";

/** The client lifetime: stays connected, and keeps a session over successive streams. */
export class BeckonClient implements SignalingClient {
  // Per client.
  readonly #options: SignalingOptions;
  readonly #rpc: Client<typeof Signaling>;
  readonly #headers = { "beckon-affinity": createAffinityKey() };
  readonly #events = new EventQueue();
  readonly #tokens: Tokens;
  readonly #tokenRefresh: TokenRefresh;
  readonly #profile: ProfileChanges;
  readonly #rooms: Rooms;
  readonly #presence: PresenceWatch;
  readonly #keeper: SessionKeeper;
  readonly #reconnector: Reconnector;
  readonly #stream: StreamKeeper;
  readonly #whenClosed: Promise<void>;
  #resolveClosed: () => void = () => undefined;
  #state: SignalingState = { status: "connecting", attempt: 1 };
  #iceServers: readonly IceServer[] = [];
  #limits: Limits | undefined;
  #isClosing = false;
  #lastLoss: SignalingError | undefined;

  constructor(options: SignalingOptions, rpc: Client<typeof Signaling>) {
    const { maxQueuedFrames = 1_024, maxQueuedBytes = 4 * 1_024 * 1_024 } = options;
    this.#options = options;
    this.#rpc = rpc;
    this.#tokens = new Tokens(options.accessToken);
    const profile = { displayName: options.displayName ?? "", attributes: options.attributes ?? {} };
    this.#profile = new ProfileChanges(profile, {
      say: ({ displayName, attributes = {} }) => this.#say({ type: "update-member", displayName, attributes }),
    });
    const emit: SignalingListener = (event) => this.#events.emit(event);
    const say = this.#say.bind(this);
    const tokenPort = { say: (accessToken: string) => this.#say({ type: "refresh-token", accessToken }) };
    const { reconnect = fullJitter(), connectTimeoutMs = 10_000 } = options;
    this.#tokenRefresh = new TokenRefresh(tokenPort, this.#tokens, reconnect, connectTimeoutMs);
    this.#rooms = new Rooms({ peerId: options.peerId, say, emit });
    this.#presence = new PresenceWatch({ say, emit });
    const keeperPort = {
      emit,
      afterDelivery: (then: () => void) => this.#events.afterDelivery(then),
      wake: () => this.#stream.wake(),
      onEnded: () => this.#onSessionEnded(),
    };
    const bounds = { maxFrames: maxQueuedFrames, maxBytes: maxQueuedBytes };
    this.#keeper = new SessionKeeper(keeperPort, bounds, options);
    this.#reconnector = this.#createReconnector();
    this.#stream = this.#createStreamKeeper();
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
    return this.#keeper.session?.sessionId;
  }

  get sessionKey(): Uint8Array {
    return new Uint8Array(this.#keeper.sessionKey);
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

  get presence(): ReadonlyMap<string, Presence> {
    return this.#presence.known;
  }

  /** Whether the page ends, or is left and has not come back: requests must outlive it. */
  get isPageLeaving(): boolean {
    return this.#reconnector.isLeaving;
  }

  on(listener: SignalingListener, { signal }: Abortable = {}): () => void {
    const remove = this.#events.add(listener);
    whenAborted(signal, remove);
    return remove;
  }

  connected({ signal }: Abortable = {}): Promise<void> {
    return whenConnected(this, signal);
  }

  send(signal: OutgoingSignal): number {
    if (this.#isClosing) {
      throw this.#whyClosed();
    }
    return this.#keeper.send(signal);
  }

  whenQueueHasRoom(): Promise<void> {
    return this.#keeper.whenQueueHasRoom();
  }

  join(room: string, { signal }: Abortable = {}): Promise<RoomView> {
    return this.#isClosing ? Promise.reject(this.#whyClosed()) : this.#rooms.join(room, signal);
  }

  leave(room: string): Promise<void> {
    return this.#rooms.leave(room);
  }

  watchPresence(peerIds: Iterable<string>): Promise<void> {
    return this.#isClosing ? Promise.reject(this.#whyClosed()) : this.#presence.watch(peerIds);
  }

  updateMember(change: MemberChange): void {
    this.#profile.apply(change);
  }

  async fetchIceServers({ signal }: Abortable = {}): Promise<IceServerList> {
    try {
      const headers = { ...this.#headers, ...(await this.#tokens.obtainHeaders()) };
      const response = await this.#rpc.getIceServers({}, { headers, ...(signal && { signal }) });
      return this.#adoptIceServers(fromWireIceServers(response));
    } catch (thrown) {
      throw SignalingError.from(thrown);
    }
  }

  reconnectNow(): void {
    this.#reconnector.reconnectNow();
  }

  close(): Promise<void> {
    if (!this.#isClosing) {
      this.#isClosing = true;
      this.#reconnector.stop();
      const closed = new SignalingError("CLOSED");
      if (this.#stream.isLive) {
        this.#setState({ status: "closing" });
        this.#stream.release();
        this.#stream.sayByeAndEnd(closed);
      } else if (this.#stream.hasSentHello) {
        this.#leaveUnwelcomed();
      } else {
        // A stream that waits for its access token must not send its hello later.
        this.#stream.abandon();
        this.#finish(undefined);
      }
    }
    return this.#whenClosed;
  }

  /**
   * A hello in flight may have started a session. It is ended in the background, or by the next client of this page.
   */
  #leaveUnwelcomed(): void {
    const forget = rememberUnwelcomed(this.#options, this.#keeper.sessionKey);
    void this.#stream.leaveUnwelcomed().then(forget);
    this.#finish(undefined);
  }

  /** Starts. Called once by the creator of the client. */
  start(): void {
    this.#reconnector.start();
  }

  #createReconnector(): Reconnector {
    const { reconnect = fullJitter(), environment } = this.#options;
    const port = {
      connect: () => this.#stream.connect(() => this.#makeHello()),
      abandon: (error: SignalingError) => this.#stream.end(error),
      hold: () => {
        this.#keeper.holdAcks();
        this.#stream.hold();
      },
      release: () => {
        this.#stream.release();
        this.#keeper.releaseAcks();
      },
      check: () => this.#stream.check(),
      tellPace: () => this.#stream.tellPace(),
      setState: (state: SignalingState) => this.#setState(state),
      leaveForNow: (why: SignalingError) => {
        this.#stream.sayByeAtOnce();
        this.#keeper.giveUp(why);
        this.#stream.end(why);
      },
      leave: () => {
        this.#stream.sayByeAtOnce();
        void this.close();
      },
      giveUp: (error: SignalingError) => this.#finish(error),
    };
    return new Reconnector(port, reconnect, environment);
  }

  #makeHello(): Hello {
    return buildHello(this.#options, this.#profile.takeForHello(), this.#keeper.claim());
  }

  #createStreamKeeper(): StreamKeeper {
    const sink = this.#createSink();
    const settings = { rpc: this.#rpc, headers: this.#headers, tokens: this.#tokens };
    return new StreamKeeper(this.#options, settings, {
      onWelcome: (welcome) => this.#onWelcome(welcome),
      onEvent: (event) => this.#onEvent(event, sink),
      onAck: (seq, isTold) => this.#onAck(seq, isTold),
      onSending: ({ frame, bytes }, isRepeated) => {
        if (this.#options.trace) {
          this.#events.emit({ type: "trace", trace: traceSent(frame, bytes, isRepeated) });
        }
      },
      takeBatch: (maxBytes) => this.#keeper.takeBatch(maxBytes),
      takeAck: () => this.#keeper.takeAck(),
      onHint: (ms) => this.#reconnector.onHint(ms),
      onHeldBack: (problem) => this.#onHeldBack(problem),
      onEnded: (error, isAnew) => this.#onEnded(error, isAnew),
    });
  }

  #onWelcome(welcome: Welcome): void {
    this.#limits = fromWireLimits(welcome.limits);
    this.#tokens.onAccepted();
    this.#reconnector.onLive();
    const result = this.#keeper.attach(welcome, this.#limits, this.#lastLoss);
    if (result === undefined) {
      const error = new SignalingError("UNSPECIFIED", { detail: "client and server disagree about what was sent" });
      this.#keeper.giveUp(error);
      this.#stream.end(error);
      return;
    }
    this.#setState({ status: "connected", sessionId: welcome.sessionId, result });
    this.#tokenRefresh.onWelcome();
    this.#adoptIceServers(fromWireIceServers({ iceServers: welcome.iceServers }));
    if (result === "lossless") {
      this.#profile.onSessionResumed();
      this.#rooms.onSessionResumed(welcome.rooms, welcome.lastClientSeq);
      this.#stream.wake();
    } else {
      this.#profile.onSessionStarted();
      this.#rooms.onSessionStarted(welcome.sessionId);
      this.#presence.onSessionStarted();
      this.#keeper.sendBacklog();
    }
  }

  #onEvent(event: Event, sink: ServerEventSink): void {
    const order = this.#keeper.receive(event.seq);
    if (order === "gap") {
      this.#stream.end(new SignalingError("EVENT_GAP", { detail: `event ${event.seq}` }));
      return;
    }
    if (this.#options.trace) {
      this.#events.emit({ type: "trace", trace: traceReceived(event) });
    }
    if (order === "next") {
      handleServerEvent(event, sink);
      this.#keeper.acknowledgeLater(event.seq);
    }
  }

  #createSink(): ServerEventSink {
    return {
      rooms: this.#rooms,
      onSignal: (signal) => this.#events.emit({ type: "signal", signal }),
      onNotice: (notice) => this.#onNotice(notice),
      onPresence: (presence) => this.#presence.onPresence(presence),
      onIceServers: (list) => this.#adoptIceServers(list),
      onGoAway: (goAway) => {
        // A closing client ends soon anyway.
        if (!this.#isClosing) {
          this.#stream.onGoAway(goAway);
        }
      },
    };
  }

  /** A notice about several signals is reported as one notice for each. */
  #onNotice(wire: WireNotice): void {
    for (const seq of wire.clientSeqs.length > 0 ? wire.clientSeqs : [0n]) {
      const sent = this.#keeper.recall(seq);
      const notice = fromWireNotice(wire, sent);
      const isRenewing = notice.code === "TOKEN_EXPIRING" && this.#tokenRefresh.onExpiring();
      if (!isRenewing && !this.#tokenRefresh.onRefused(seq, notice)) {
        this.#events.emit({ type: "notice", notice });
      }
      if (sent !== undefined) {
        this.#events.emit({ type: "outcome", signalId: sent.signalId, outcome: outcomeOf(notice) });
      }
      this.#profile.onRefused(seq, notice);
      this.#rooms.onNotice(notice, [seq]);
      this.#presence.onNotice(notice, seq);
    }
  }

  #onAck(seq: bigint, isTold: boolean): void {
    this.#reconnector.onHeard();
    if (isTold) {
      this.#keeper.onDecided(seq);
      this.#profile.onDecided(seq);
      this.#tokenRefresh.onDecided(seq);
      this.#rooms.onDecided(seq);
      this.#presence.onDecided(seq);
    } else {
      this.#keeper.onAcked(seq);
      if (this.#state.status === "connected" && this.#state.problem !== undefined) {
        const { sessionId, result } = this.#state;
        this.#setState({ status: "connected", sessionId, result });
      }
    }
  }

  #onEnded(error: SignalingError, isAnew: boolean): void {
    this.#lastLoss = error;
    this.#tokenRefresh.onLost();
    if (this.#isClosing) {
      this.#finish(undefined);
      return;
    }
    const { session } = this.#keeper;
    const wasWelcomed = this.#keeper.hadSession;
    const standing = { hasSession: session !== undefined, wasWelcomed };
    const next = isAnew ? "another-session" : whatFollows(error, standing);
    if (next === "another-session") {
      this.#keeper.giveUp(error);
    } else if (session?.isResumable === false) {
      this.#keeper.end(error);
    }
    const isTokenRefused = next === "another-token";
    const mayAskAtOnce = isTokenRefused && this.#tokens.onRefused() && error.retryAfterMs === undefined;
    if (next === "stop" || (isTokenRefused && !mayAskAtOnce && !this.#mayAskLater(error, wasWelcomed))) {
      this.#finish(error);
    } else if (mayAskAtOnce) {
      this.#reconnector.tryAgain(error);
    } else {
      this.#reconnector.onHint(error.retryAfterMs ?? 0);
      this.#reconnector.onLost(error);
    }
  }

  /** With a delay, another token may be accepted later; refusals by a proxy do not count. */
  #mayAskLater(error: SignalingError, wasWelcomed: boolean): boolean {
    return (this.#tokens.isProvided && error.retryAfterMs !== undefined) || !isFinal(error, wasWelcomed);
  }

  #onHeldBack(problem: SignalingError): void {
    const { status } = this.#state;
    if (status === "connecting" || status === "connected") {
      this.#setState({ ...this.#state, problem });
    }
  }

  #onSessionEnded(): void {
    this.#profile.onSessionEnded();
    this.#rooms.onSessionEnded();
    this.#presence.onSessionEnded();
  }

  #finish(error: SignalingError | undefined): void {
    const why = error ?? new SignalingError("CLOSED");
    this.#isClosing = true;
    this.#reconnector.close();
    this.#tokenRefresh.stop();
    this.#stream.close();
    this.#keeper.finish(error);
    this.#rooms.onClosed(why);
    this.#presence.onClosed(why);
    this.#setState(error === undefined ? { status: "closed" } : { status: "closed", error });
    this.#resolveClosed();
  }

  /** The error that closed the client, or that the app closed it. */
  #whyClosed(): SignalingError {
    return (this.#state.status === "closed" && this.#state.error) || new SignalingError("CLOSED");
  }

  #say(statement: Parameters<SessionKeeper["say"]>[0]): bigint | undefined {
    return this.#keeper.say(statement);
  }

  #adoptIceServers(list: IceServerList): IceServerList {
    this.#iceServers = list.iceServers;
    this.#events.emit({ type: "ice-servers", list });
    return list;
  }

  #setState(state: SignalingState): void {
    const previous = this.#state;
    this.#state = state;
    // The initial state is connecting, so this change needs no event.
    if (state.status !== "connecting" || previous.status !== "connecting" || state.problem !== previous.problem) {
      this.#events.emit({ type: "state", state, previous });
    }
  }
}
