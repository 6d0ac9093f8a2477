import type { NegotiationStep } from "../rtc/link-events.js";
import { type NegotiationBody, Negotiator } from "../rtc/negotiator.js";
import type { SignalBody } from "../signaling/signal.js";
import { FakePeerConnection, nextTask, type Pause } from "./fake-peer-connection.js";

/** One side of a {@link NegotiatingPair}. */
export interface Side {
  readonly connection: FakePeerConnection;
  readonly negotiator: Negotiator;
  readonly sent: SignalBody[];
  readonly steps: NegotiationStep[];
  readonly failures: string[];
}

/** Two negotiators with fake connections, joined by signaling that keeps the order; `a` is the polite one. */
export class NegotiatingPair {
  readonly a: Side;
  readonly b: Side;
  /** What is on its way, to be lost or held by the test. */
  filter: (body: SignalBody, from: "a" | "b") => boolean = () => true;
  readonly #pause: Pause;
  #inFlight = 0;

  constructor(pause: Pause = nextTask) {
    this.#pause = pause;
    this.a = this.#createSide("a");
    this.b = this.#createSide("b");
  }

  get isIdle(): boolean {
    const isStable = [this.a, this.b].every(({ connection }) => connection.signalingState === "stable");
    return this.#inFlight === 0 && isStable;
  }

  #createSide(name: "a" | "b"): Side {
    const connection = new FakePeerConnection({}, this.#pause);
    const sent: SignalBody[] = [];
    const steps: NegotiationStep[] = [];
    const failures: string[] = [];
    let delivered: Promise<void> = Promise.resolve();
    const send = (body: SignalBody) => {
      sent.push(body);
      if (this.filter(body, name)) {
        this.#inFlight += 1;
        delivered = delivered.then(this.#pause).then(() => this.#deliver(name === "a" ? this.b : this.a, body));
      }
    };
    let offers = 0;
    const negotiator = new Negotiator(connection.asConnection(), {
      send,
      nextOfferId: () => {
        offers += 1;
        return offers;
      },
      onForeignAnswer: () => failures.push("foreign answer"),
      onStep: (step) => steps.push(step),
      onFailed: (message) => failures.push(message),
      onUnusable: ({ message }) => failures.push(message),
    });
    return { connection, negotiator, sent, steps, failures };
  }

  /** As the server does, it tells the receiver of an offer whether it is the polite one. */
  #deliver(to: Side, body: SignalBody): void {
    to.negotiator.receive((body.type === "offer" ? { ...body, polite: to === this.a } : body) as NegotiationBody);
    void to.negotiator.whenHandled().then(() => {
      this.#inFlight -= 1;
    });
  }
}
