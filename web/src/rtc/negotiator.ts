import type { AnswerBody, OfferBody, SignalBody } from "../signaling/signal.js";
import { CandidateGate, type RemoteCandidate } from "./candidate-gate.js";
import type { NegotiationStep } from "./link-events.js";
import { haveSameOrigin, iceUsernameFragments } from "./sdp.js";

/** What {@link Negotiator} needs of its link. */
export interface NegotiatorPort {
  /** Sends to the other peer, in order. */
  readonly send: (body: SignalBody) => void;
  /** The number of the next offer, see `OfferBody.offerId`. */
  readonly nextOfferId: () => number;
  readonly onStep: (step: NegotiationStep) => void;
  /** A description could not be created: the connection cannot continue. */
  readonly onFailed: (message: string) => void;
  /** A description of the other side could not be applied: the connection cannot continue. */
  readonly onUnusable: (unusable: Unusable) => void;
  /** The answer is from another RTCPeerConnection than this connection's peer, which therefore no longer exists. */
  readonly onForeignAnswer: () => void;
}

/** A description of the other side that could not be applied. */
export interface Unusable {
  readonly body: OfferBody | AnswerBody;
  /** The browser's words. */
  readonly message: string;
  /** How far the connection was: without any description, with an own open offer, or agreed on a description before. */
  readonly stage: "new" | "offered" | "agreed";
}

/** What {@link Negotiator.repair} has to repair. */
export interface Repair {
  /** Signals that were lost, certainly or possibly, although both sessions continue. */
  readonly lost: ReadonlySet<SignalBody["type"]>;
  readonly isConnected: boolean;
  /** Whether the other side must get an offer in any case, because it may not have this connection any more. */
  readonly isConfirmWanted: boolean;
}

/** The signals about one connection, except hang-ups. */
export type NegotiationBody = OfferBody | AnswerBody | RemoteCandidate;

/**
 * Perfect negotiation (W3C WebRTC, section 10.7): both sides may offer at any time, and if two offers cross, that of
 * the impolite peer wins. Each received offer says whether its receiver is polite; without a received offer there is no
 * collision.
 *
 * Received signals are handled one at a time; own offers are created whenever the connection requests one.
 */
export class Negotiator {
  readonly #connection: RTCPeerConnection;
  readonly #port: NegotiatorPort;
  readonly #gate = new CandidateGate();
  readonly #stopped = new AbortController();
  #handled: Promise<void> = Promise.resolve();
  #isMakingOffer = false;
  #lastAnsweredId = 0;
  #remoteSdp: string | undefined;
  /** The number of the own offer that waits for its answer; undefined if there is none or it was rolled back. */
  #openOfferId: number | undefined;

  constructor(connection: RTCPeerConnection, port: NegotiatorPort) {
    this.#connection = connection;
    this.#port = port;
    const { signal } = this.#stopped;
    connection.addEventListener("negotiationneeded", () => void this.#makeOffer(), { signal });
    connection.addEventListener("icecandidate", ({ candidate }) => this.#sendCandidate(candidate), { signal });
  }

  /** The first description of the other side: all descriptions of an RTCPeerConnection have the same origin. */
  get remoteSdp(): string | undefined {
    return this.#remoteSdp;
  }

  /**
   * Whether an answer with this number is for the open offer. An answer without a number, for instance typed by a
   * person, counts as such.
   */
  awaits(offerId: number): boolean {
    return this.#openOfferId !== undefined && (offerId === this.#openOfferId || offerId === 0);
  }

  /** Handles a signal of the other peer, after all earlier ones. */
  receive(body: NegotiationBody): void {
    if (body.type === "offer") {
      this.#remoteSdp ??= body.sdp;
    }
    this.#handled = this.#handled.then(() => this.#handle(body));
  }

  /**
   * Sends again what may not have arrived, so that the two sides agree in the end.
   *
   * An open offer is sent again unchanged, with the candidates found so far and a new number. During a set-up, where
   * candidates may be missing, ICE is restarted to gather them again: by the side that offered last, unless the other
   * side does not know of the loss, so that the two do not offer at once.
   */
  repair(repair: Repair): void {
    this.#handled = this.#handled.then(() => this.#repair(repair));
  }

  /** Resolves when everything received so far has been handled. */
  whenHandled(): Promise<void> {
    return this.#handled;
  }

  /** From now on nothing is sent or applied. */
  stop(): void {
    this.#stopped.abort();
  }

  get #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  async #makeOffer(): Promise<void> {
    const offerId = this.#port.nextOfferId();
    this.#openOfferId = offerId;
    this.#isMakingOffer = true;
    try {
      await this.#connection.setLocalDescription();
      const description = this.#connection.localDescription;
      // Meanwhile an offer of the other side may have replaced it.
      if (this.#openOfferId === offerId && description?.type === "offer" && !this.#isStopped) {
        this.#sendOffer(description.sdp, offerId);
      }
    } catch (thrown) {
      this.#fail("The offer could not be made", thrown);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  #sendOffer(sdp: string, offerId: number): void {
    this.#openOfferId = offerId;
    this.#port.send({ type: "offer", sdp, offerId });
    this.#port.onStep({ step: "offer-sent", offerId });
  }

  #sendAnswer(sdp: string, offerId: number): void {
    this.#lastAnsweredId = offerId;
    this.#port.send({ type: "answer", sdp, offerId, provisional: false });
    this.#port.onStep({ step: "answer-sent", offerId });
  }

  async #repair({ lost, isConnected, isConfirmWanted }: Repair): Promise<void> {
    const { signalingState, localDescription, remoteDescription } = this.#connection;
    if (this.#isStopped || this.#isMakingOffer || localDescription === null) {
      return;
    }
    if (OFFER_OPEN.has(signalingState)) {
      if (this.#openOfferId !== undefined) {
        this.#sendOffer(localDescription.sdp, this.#port.nextOfferId());
      }
      return;
    }
    if (signalingState !== "stable" || remoteDescription === null) {
      return;
    }
    if (localDescription.type === "answer" && lost.has("answer")) {
      this.#sendAnswer(localDescription.sdp, this.#lastAnsweredId);
    }
    const areCandidatesLost = lost.has("candidate") || lost.has("end-of-candidates");
    if (!isConnected && (localDescription.type === "offer" || areCandidatesLost)) {
      this.#connection.restartIce();
    } else if (isConfirmWanted) {
      await this.#makeOffer();
    }
  }

  async #handle(body: NegotiationBody): Promise<void> {
    if (this.#isStopped) {
      return;
    }
    const { currentRemoteDescription, localDescription } = this.#connection;
    const stage = currentRemoteDescription !== null ? "agreed" : localDescription !== null ? "offered" : "new";
    try {
      switch (body.type) {
        case "offer":
          return await this.#handleOffer(body);
        case "answer":
          return await this.#handleAnswer(body);
        default:
          return await this.#handleCandidate(body);
      }
    } catch (thrown) {
      const what = `The other side's ${body.type} could not be applied`;
      if (body.type !== "offer" && body.type !== "answer") {
        this.#fail(what, thrown);
      } else if (!this.#isStopped) {
        this.#port.onUnusable({ body, message: wordsFor(what, thrown), stage });
      }
    }
  }

  async #handleOffer({ sdp, offerId, polite = false }: OfferBody): Promise<void> {
    const isOfferOpen = this.#isMakingOffer || OFFER_OPEN.has(this.#connection.signalingState);
    if (isOfferOpen && !polite) {
      this.#port.onStep({ step: "offer-ignored", offerId });
      return;
    }
    if (isOfferOpen && this.#openOfferId !== undefined) {
      this.#port.onStep({ step: "offer-rolled-back", offerId: this.#openOfferId });
    }
    this.#openOfferId = undefined;
    // Rolls back the own offer, if there is one.
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    this.#port.onStep({ step: "offer-applied", offerId });
    await this.#connection.setLocalDescription();
    const description = this.#connection.localDescription;
    if (description?.type === "answer" && !this.#isStopped) {
      this.#sendAnswer(description.sdp, offerId);
    }
    await this.#admitEarlyCandidates(sdp);
  }

  async #handleAnswer({ sdp, offerId, provisional }: AnswerBody): Promise<void> {
    const openOfferId = this.#openOfferId;
    if (!this.awaits(offerId) || !OFFER_OPEN.has(this.#connection.signalingState)) {
      this.#port.onStep({ step: "answer-dropped", offerId });
      return;
    }
    if (this.#remoteSdp !== undefined && haveSameOrigin(sdp, this.#remoteSdp) === false) {
      this.#port.onForeignAnswer();
      return;
    }
    this.#remoteSdp ??= sdp;
    await this.#connection.setRemoteDescription({ type: provisional ? "pranswer" : "answer", sdp });
    if (!provisional && this.#openOfferId === openOfferId) {
      this.#openOfferId = undefined;
    }
    this.#port.onStep({ step: "answer-applied", offerId });
    await this.#admitEarlyCandidates(sdp);
  }

  async #handleCandidate(candidate: RemoteCandidate): Promise<void> {
    const verdict = this.#gate.judge(candidate);
    if (verdict === "add") {
      await this.#add(candidate);
    } else if (verdict !== "keep") {
      this.#port.onStep({ step: "candidate-dropped", why: verdict });
    }
  }

  async #admitEarlyCandidates(sdp: string): Promise<void> {
    const { fitting, dropped } = this.#gate.onDescription(iceUsernameFragments(sdp));
    for (let i = 0; i < dropped; i += 1) {
      this.#port.onStep({ step: "candidate-dropped", why: "stale" });
    }
    for (const candidate of fitting) {
      await this.#add(candidate);
    }
  }

  /** An unusable candidate, such as one with a name that does not resolve, does not affect the others. */
  async #add(remote: RemoteCandidate): Promise<void> {
    const { sdpMid, sdpMLineIndex, usernameFragment } = remote;
    // If it was cut out of a description, it may include the line break.
    const candidate = remote.type === "candidate" ? remote.candidate.trim() : "";
    try {
      await this.#connection.addIceCandidate({
        candidate,
        sdpMid,
        sdpMLineIndex,
        usernameFragment: usernameFragment || null,
      });
    } catch {
      this.#port.onStep({ step: "candidate-dropped", why: "refused" });
    }
  }

  #sendCandidate(candidate: RTCIceCandidate | null): void {
    // The empty candidate ends the generation of one m-line; null, which always follows, ends all of them.
    if (candidate === null) {
      const sdp = this.#connection.localDescription?.sdp ?? "";
      const [usernameFragment = null] = iceUsernameFragments(sdp);
      this.#port.send({ type: "end-of-candidates", sdpMid: null, sdpMLineIndex: null, usernameFragment });
    } else if (candidate.candidate !== "") {
      const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      this.#port.send({ type: "candidate", candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
    }
  }

  #fail(what: string, thrown: unknown): void {
    if (!this.#isStopped) {
      this.#port.onFailed(wordsFor(what, thrown));
    }
  }
}

function wordsFor(what: string, thrown: unknown): string {
  return `${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
}

/** The signaling states in which an own offer waits for its final answer. */
const OFFER_OPEN: ReadonlySet<RTCSignalingState> = new Set<RTCSignalingState>([
  "have-local-offer",
  "have-remote-pranswer",
]);
