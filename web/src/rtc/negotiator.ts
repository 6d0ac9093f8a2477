import type { AnswerBody, OfferBody, SignalBody } from "../signaling/signal.js";
import { CandidateGate, type RemoteCandidate } from "./candidate-gate.js";
import type { NegotiationStep } from "./link-events.js";
import { iceUsernameFragments } from "./sdp.js";

/** What {@link Negotiator} needs of its link. */
export interface NegotiatorPort {
  /** Sends to the other peer, in order. */
  readonly send: (body: SignalBody) => void;
  readonly onStep: (step: NegotiationStep) => void;
  /** A description could not be made or applied: the connection cannot go on. */
  readonly onFailed: (message: string) => void;
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
  #lastOfferId = 0;
  /** The offer of ours that awaits its answer; undefined when there is none, or when it was taken back. */
  #openOfferId: number | undefined;

  constructor(connection: RTCPeerConnection, port: NegotiatorPort) {
    this.#connection = connection;
    this.#port = port;
    const { signal } = this.#stopped;
    connection.addEventListener("negotiationneeded", () => void this.#makeOffer(), { signal });
    connection.addEventListener("icecandidate", ({ candidate }) => this.#sendCandidate(candidate), { signal });
  }

  /** Handles what the other peer said, after all that it said before. */
  receive(body: NegotiationBody): void {
    this.#handled = this.#handled.then(() => this.#handle(body));
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
    this.#lastOfferId += 1;
    const offerId = this.#lastOfferId;
    this.#openOfferId = offerId;
    this.#isMakingOffer = true;
    try {
      await this.#connection.setLocalDescription();
      const description = this.#connection.localDescription;
      // Meanwhile an offer of the other side may have taken its place.
      if (this.#openOfferId === offerId && description?.type === "offer" && !this.#isStopped) {
        this.#port.send({ type: "offer", sdp: description.sdp, offerId });
        this.#port.onStep({ step: "offer-sent", offerId });
      }
    } catch (thrown) {
      this.#fail("The offer could not be made", thrown);
    } finally {
      this.#isMakingOffer = false;
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
      this.#port.send({ type: "answer", sdp: description.sdp, offerId, provisional: false });
      this.#port.onStep({ step: "answer-sent", offerId });
    }
    await this.#admitEarlyCandidates(sdp);
  }

  async #handleAnswer({ sdp, offerId, provisional }: AnswerBody): Promise<void> {
    const openOfferId = this.#openOfferId;
    // An answer without a number, as people type it, is taken for the open offer's.
    const isOpen = openOfferId !== undefined && (offerId === openOfferId || offerId === 0);
    if (!isOpen || !OFFER_OPEN.has(this.#connection.signalingState)) {
      this.#port.onStep({ step: "answer-dropped", offerId });
      return;
    }
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
    const candidate = remote.type === "candidate" ? remote.candidate : "";
    try {
      await this.#connection.addIceCandidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment });
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
