import type { IceServer, SignalingEvent } from "../signaling/events.js";
import type { AnswerBody, HangupReason, IncomingSignal, OfferBody, SignalBody } from "../signaling/signal.js";
import { AnswerWatch } from "./answer-watch.js";
import { ChatChannel, watchDataChannels } from "./chat-channel.js";
import { Delivery } from "./delivery.js";
import { History } from "./history.js";
import { IceWatch } from "./ice-watch.js";
import type { PeerLink } from "./link.js";
import type { LinkCloseReason, LinkProblem, LinkState, NegotiationStep, PeerLinkEvent } from "./link-events.js";
import type { PeerLinkOptions } from "./link-options.js";
import { Listeners } from "./listeners.js";
import { MediaSlots } from "./media-slots.js";
import { Negotiator, type Repair, type Unusable } from "./negotiator.js";
import { watchNetwork } from "./network-changes.js";
import { PathWatch } from "./path-watch.js";
import { watchRemoteTracks } from "./remote-tracks.js";
import { haveSameOrigin } from "./sdp.js";
import { type LinkStats, linkStats, type StatsEntry, type StatsTotals, statsTotals } from "./stats.js";
import { TransportWatch } from "./transport-watch.js";
import { UnclaimedOffers } from "./unclaimed-offers.js";

/**
 * How long to wait for a signal from the other side that explains the end of its connection, such as a hang-up or its
 * next offer.
 */
const LAST_WORD_MS = 5_000;

/**
 * A link whose owner passes it the events of signaling, and where the other peer is.
 *
 * The connection does not depend on sessions: media continue while signaling is disconnected, and a resumed session
 * changes nothing. If either side has a new session, the link continues with it, and what may have been lost is sent
 * again (`Negotiator.repair`). It ends as superseded only if the other side has another connection: after an offer or
 * an answer of another origin (`haveSameOrigin`), or an offer of another session whose origin is not known to be the
 * same.
 */
export class SessionLink implements PeerLink {
  readonly connection: RTCPeerConnection;
  readonly #options: PeerLinkOptions;
  readonly #listeners = new Listeners<PeerLinkEvent>();
  readonly #negotiator: Negotiator;
  readonly #iceWatch: IceWatch;
  readonly #answerWatch: AnswerWatch;
  readonly #pathWatch: PathWatch;
  readonly #chat: ChatChannel;
  readonly #media: MediaSlots;
  readonly #transports: TransportWatch;
  readonly #delivery: Delivery;
  readonly #history: History;
  readonly #closed = new AbortController();
  #toldSessionId: string | undefined;
  #isDropped = false;
  #lastOffer: IncomingSignal | undefined;
  #lastWordTimer: ReturnType<typeof setTimeout> | undefined;
  #totals: StatsTotals | undefined;

  constructor(options: PeerLinkOptions) {
    const { signaling, configuration, createConnection = (each) => new RTCPeerConnection(each) } = options;
    this.#options = options;
    this.connection = createConnection({ iceServers: [...signaling.iceServers], ...configuration });
    this.#history = History.of(signaling);
    UnclaimedOffers.of(signaling).claim(this.peerId, this.connectionId);
    this.#delivery = new Delivery(options, {
      isConnected: () => this.state === "connected",
      repair: (repair) => this.#repair(repair),
      onUnavailable: (message) => this.#close({ type: "unavailable", message }),
      onFailed: (message) => this.#fail(message),
    });
    const emit = (event: PeerLinkEvent) => this.#listeners.emit(event);
    this.#pathWatch = new PathWatch((problem) => emit({ type: "problem", problem }));
    this.#chat = new ChatChannel(emit);
    this.#media = new MediaSlots(this.connection);
    this.#transports = new TransportWatch(this.connection, () => this.#onPeerClosed(), this.#closed.signal);
    this.#negotiator = new Negotiator(this.connection, {
      send: (body) => void this.#send(body),
      nextOfferId: () => this.#history.nextOfferId(this.peerId, this.connectionId),
      onStep: (step) => this.#onStep(step),
      onFailed: (message) => this.#fail(message),
      onUnusable: (unusable) => this.#onUnusable(unusable),
      onForeignAnswer: () => this.#close({ type: "superseded" }),
    });
    this.#answerWatch = new AnswerWatch({
      isReaching: () => this.#delivery.isReaching,
      offerAgain: () => this.#repair({ lost: new Set(["offer"]), isConfirmWanted: false }),
      onNoAnswer: () => this.#onNoAnswer(),
    });
    this.#iceWatch = new IceWatch(this.connection, options.maxIceRestarts ?? 5, {
      onState: (state) => this.#onState(state),
      onRestart: (attempt) => emit({ type: "negotiation", step: { step: "ice-restarted", attempt } }),
      onGivenUp: () => this.#fail("No path between the two was found, even after ICE restarts"),
    });
    watchNetwork(() => this.#iceWatch.onNetworkChange(), this.#closed.signal);
    watchRemoteTracks(this.connection, emit, this.#closed.signal);
    watchDataChannels(this.connection, this.#chat, emit, this.#closed.signal);
  }

  get peerId(): string {
    return this.#options.peerId;
  }

  get connectionId(): string {
    return this.#options.connectionId ?? "";
  }

  get remoteSessionId(): string | undefined {
    return this.#delivery.sessionId;
  }

  get state(): LinkState {
    return this.#closed.signal.aborted ? "closed" : this.#iceWatch.state;
  }

  get problem(): LinkProblem | undefined {
    return this.#pathWatch.problem;
  }

  get isChatOpen(): boolean {
    return this.#chat.isOpen;
  }

  /** The session that was notified from here of the end; empty for any session. Undefined: none. */
  get toldSessionId(): string | undefined {
    return this.#toldSessionId;
  }

  /** Whether it is closed only because the other peer was gone, see {@link drop}. */
  get isDropped(): boolean {
    return this.#isDropped;
  }

  on(listener: (event: PeerLinkEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  call(): void {
    if (this.#options.chat !== false) {
      this.#chat.open(this.connection);
    } else if (this.connection.getTransceivers().length === 0) {
      this.connection.addTransceiver("audio", { direction: "recvonly" });
      this.connection.addTransceiver("video", { direction: "recvonly" });
    }
  }

  setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void> {
    return this.#media.set(slot, track, streams);
  }

  sendChat(text: string): void {
    this.#chat.send(text);
  }

  async stats(): Promise<LinkStats> {
    const report = await this.connection.getStats();
    const entries: StatsEntry[] = [];
    report.forEach((entry: StatsEntry) => {
      entries.push(entry);
    });
    const stats = linkStats(entries, this.#totals);
    this.#totals = statsTotals(entries);
    return stats;
  }

  hangUp(reason: HangupReason = "ended"): void {
    if (this.state !== "closed") {
      this.#sayHangup(reason);
      this.#end({ type: "closed" });
    }
  }

  close(): void {
    if (this.state !== "closed") {
      this.#end({ type: "closed" });
    }
  }

  /** Closes because the other peer is gone. If it returns with the same connection, it is called again. */
  drop(): void {
    this.#isDropped = this.state !== "closed";
    this.#close({ type: "closed" });
  }

  /** This side's session has ended. */
  loseSession(): void {
    this.#delivery.lose();
  }

  /**
   * This side has a session and the other peer does not. `isGone`: its session ended; then the link closes unless media
   * flow.
   */
  miss(isGone: boolean): void {
    if (isGone && (this.state !== "connected" || this.#transports.isClosed)) {
      this.drop();
    } else if (this.state !== "closed") {
      this.#delivery.miss(isGone);
    }
  }

  /** This side has a session, and the other peer is in this one; undefined: it is unknown whether and where it is. */
  meet(sessionId: string | undefined): void {
    if (this.state !== "closed") {
      this.#delivery.meet(sessionId);
    }
  }

  /** Handles events of signaling that concern this link. */
  handle(event: SignalingEvent): void {
    if (this.state === "closed") {
      return;
    }
    switch (event.type) {
      case "signal":
        if (event.signal.from === this.peerId && event.signal.connectionId === this.connectionId) {
          this.#handleSignal(event.signal);
        }
        break;
      case "notice":
        if (event.notice.peerId === this.peerId && event.notice.connectionId === this.connectionId) {
          this.#delivery.handleNotice(event.notice);
        }
        break;
      case "ice-servers":
        this.#adoptIceServers(event.list.iceServers);
        break;
      default:
        break;
    }
  }

  #handleSignal(signal: IncomingSignal): void {
    const { body, fromSessionId } = signal;
    const { remoteSessionId = fromSessionId } = this;
    const isOfOtherSession = fromSessionId !== remoteSessionId;
    if (body.type === "offer") {
      this.#handleOffer(signal, body, isOfOtherSession);
    } else if (isOfOtherSession) {
      // Late signals of an earlier session are ignored.
    } else if (body.type === "hangup") {
      this.#end({ type: "hung-up", reason: body.reason }, fromSessionId);
    } else if (body.type === "answer" && this.#negotiator.awaits(body.offerId)) {
      this.#adopt(fromSessionId, body);
    } else if (body.type !== "data") {
      this.#negotiator.receive(body);
    }
  }

  #handleOffer(signal: IncomingSignal, body: OfferBody, isOfOtherSession: boolean): void {
    const { remoteSdp } = this.#negotiator;
    UnclaimedOffers.of(this.#options.signaling).claim(this.peerId, this.connectionId);
    if (this.#history.ended(body.sdp)?.toldSessionId === signal.fromSessionId) {
      // It crossed the hang-up of the previous link.
      return;
    }
    const isSame = remoteSdp === undefined ? undefined : haveSameOrigin(body.sdp, remoteSdp);
    if (isSame === false || (isOfOtherSession && isSame === undefined)) {
      this.#close({ type: "superseded", offer: signal });
      return;
    }
    this.#lastOffer = signal;
    this.#adopt(signal.fromSessionId, body);
  }

  #adopt(fromSessionId: string, body: OfferBody | AnswerBody): void {
    const isRepairDue = this.#delivery.adopt(fromSessionId);
    this.#negotiator.receive(body);
    if (isRepairDue) {
      this.#repair({ lost: new Set(), isConfirmWanted: false });
    }
  }

  #repair(repair: Omit<Repair, "isConnected">): void {
    this.#negotiator.repair({ ...repair, isConnected: this.state === "connected" });
  }

  #onStep(step: NegotiationStep): void {
    if (step.step === "answer-applied" || step.step === "offer-applied") {
      this.#delivery.onProgress();
      this.#answerWatch.onSettled();
    } else if (step.step === "offer-sent") {
      this.#answerWatch.onOffered();
    }
    if (step.step === "answer-applied" || step.step === "answer-sent") {
      this.#pathWatch.onAgreed();
    }
    // Also after an own answer, because only then the transports of the bundle are known.
    this.#transports.look();
    this.#listeners.emit({ type: "negotiation", step });
  }

  /**
   * Browsers refuse, for instance, descriptions whose m-lines are in another order than before, which some
   * implementations make after a rollback. A new connection does not have that past; it is tried once.
   */
  #onUnusable({ body, message, stage }: Unusable): void {
    const isOfFirstOffer = stage === "offered" && body.type === "offer";
    if ((stage !== "agreed" && !isOfFirstOffer) || !this.#history.startAnew(this.peerId, this.connectionId)) {
      this.#fail(message);
    } else if (isOfFirstOffer && this.#lastOffer?.body === body) {
      this.#close({ type: "superseded", offer: this.#lastOffer, message });
    } else {
      this.#close({ type: "superseded", message });
    }
  }

  /** Flowing media continue without the offered change. */
  #onNoAnswer(): void {
    if (this.state !== "connected" && this.state !== "closed") {
      this.#sayHangup("no-answer");
      this.#end({ type: "no-answer", message: `${this.peerId} did not answer` });
    }
  }

  #onState(state: LinkState): void {
    this.#listeners.emit({ type: "state", state });
    this.#pathWatch.onState(state);
    if (state !== "connected" && this.#delivery.isGone) {
      this.drop();
    }
  }

  /** The other side closed its connection. Signaling, which is slower, may report why. */
  #onPeerClosed(): void {
    if (this.#delivery.isGone) {
      this.drop();
    } else {
      const message = `${this.peerId} closed the connection`;
      clearTimeout(this.#lastWordTimer);
      this.#lastWordTimer = setTimeout(() => {
        if (this.#transports.isClosed) {
          this.#close({ type: "unavailable", message });
        }
      }, LAST_WORD_MS);
    }
  }

  /** Returns whether the signal is in flight, see {@link Delivery.send}. */
  #send(body: SignalBody): boolean {
    try {
      return this.#delivery.send(body);
    } catch (thrown) {
      this.#close({ type: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
      return false;
    }
  }

  /** A list chosen by the app is not changed. */
  #adoptIceServers(iceServers: readonly IceServer[]): void {
    if (this.#options.configuration?.iceServers === undefined) {
      this.connection.setConfiguration({ ...this.connection.getConfiguration(), iceServers: [...iceServers] });
    }
  }

  #fail(message: string): void {
    if (this.state !== "closed") {
      this.#sayHangup("failed");
      this.#end({ type: "failed", message });
    }
  }

  #sayHangup(reason: HangupReason): void {
    if (this.#send({ type: "hangup", reason })) {
      this.#toldSessionId = this.remoteSessionId ?? "";
    }
  }

  /** The connection has ended for both sides: later signals about it must not reopen it. */
  #end(reason: LinkCloseReason, toldSessionId = this.#toldSessionId): void {
    const { remoteSdp } = this.#negotiator;
    if (remoteSdp !== undefined) {
      this.#history.end(remoteSdp, toldSessionId);
    }
    this.#close(reason);
  }

  #close(reason: LinkCloseReason): void {
    if (this.state === "closed") {
      return;
    }
    this.#closed.abort();
    if (reason.type !== "superseded") {
      this.#history.forgetStartAnew(this.peerId, this.connectionId);
    }
    clearTimeout(this.#lastWordTimer);
    this.#delivery.stop();
    this.#negotiator.stop();
    this.#iceWatch.stop();
    this.#answerWatch.stop();
    this.#pathWatch.stop();
    this.connection.close();
    this.#listeners.emit({ type: "state", state: "closed" });
    this.#listeners.emit({ type: "closed", reason });
  }
}
