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
  /** A description could not be made or applied: the connection cannot go on. */
  readonly onFailed: (message: string) => void;
  /** Another RTCPeerConnection answered than the one that this connection was with: that one is no more. */
  readonly onForeignAnswer: () => void;
}

/** What {@link Negotiator.repair} is to mend. */
export interface Repair {
  /** What certainly or perhaps did not arrive, although both sessions go on. */
  readonly lost: ReadonlySet<SignalBody["type"]>;
  readonly isConnected: boolean;
  /** Whether the other side shall hear an offer in any case: it may not have this connection any more. */
  readonly isConfirmWanted: boolean;
}

/** What is said about one connection, apart from hanging up. */
export type NegotiationBody = OfferBody | AnswerBody | RemoteCandidate;

/**
 * Perfect negotiation (W3C WebRTC, section 10.7): both sides may offer at any time, and of two offers that cross the
 * impolite peer's wins. Each offer that arrives says whether its receiver is the polite one, and nothing collides before
 * one has arrived.
 *
 * What arrives is handled one after the other; own offers are made whenever the connection asks for one.
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
  /** The offer of ours that awaits its answer; undefined when there is none, or when it was taken back. */
  #openOfferId: number | undefined;

  constructor(connection: RTCPeerConnection, port: NegotiatorPort) {
    this.#connection = connection;
    this.#port = port;
    const { signal } = this.#stopped;
    connection.addEventListener("negotiationneeded", () => void this.#makeOffer(), { signal });
    connection.addEventListener("icecandidate", ({ candidate }) => this.#sendCandidate(candidate), { signal });
  }

  /** The first description that the other side gave: all of its RTCPeerConnection have the same origin. */
  get remoteSdp(): string | undefined {
    return this.#remoteSdp;
  }

  /** Whether an answer with this number is for the offer that is open. One without, as people type it, is taken for it. */
  awaits(offerId: number): boolean {
    return this.#openOfferId !== undefined && (offerId === this.#openOfferId || offerId === 0);
  }

  /** Handles what the other peer said, after all that it said before. */
  receive(body: NegotiationBody): void {
    if (body.type === "offer") {
      this.#remoteSdp ??= body.sdp;
    }
    this.#handled = this.#handled.then(() => this.#handle(body));
  }

  /**
   * Says again what may not have arrived, so that the two sides agree in the end.
   *
   * An open offer is said again as it is, with the candidates found so far, and under a new number. In the middle of a
   * set-up, where candidates may be missing, ICE is restarted, which gathers them anew: by the side whose offer was the
   * last, unless the other one does not know of the loss. So the two do not offer at once.
   */
  repair(repair: Repair): void {
    this.#handled = this.#handled.then(() => this.#repair(repair));
  }

  /** Resolves when everything that was received until now is handled. */
  whenHandled(): Promise<void> {
    return this.#handled;
  }

  /** Sends and applies nothing any more. */
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
      // Meanwhile an offer of the other side may have taken its place.
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
      this.#fail(`The other side's ${body.type} could not be applied`, thrown);
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
    // Rolls the own offer back, if there is one.
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

  /** One candidate that cannot be used, such as a name that does not resolve, leaves the others. */
  async #add(remote: RemoteCandidate): Promise<void> {
    const { sdpMid, sdpMLineIndex, usernameFragment } = remote;
    // Cut out of a description, it may have the end of its line.
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
    // The empty candidate ends one m-line's generation; null, which always follows, ends them all.
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
      this.#port.onFailed(`${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
}

/** The signaling states in which an offer of ours awaits its final answer. */
const OFFER_OPEN: ReadonlySet<RTCSignalingState> = new Set<RTCSignalingState>([
  "have-local-offer",
  "have-remote-pranswer",
]);
