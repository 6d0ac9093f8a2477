/** How long an offer waits for its answer. */
const ANSWER_MS = 15_000;

/** What an {@link AnswerWatch} needs of its link. */
export interface AnswerWatchPort {
  /** Whether the other peer can be told something now; while it cannot, no time counts. */
  readonly isReaching: () => boolean;
  /** Sends the offer once more. */
  readonly offerAgain: () => void;
  readonly onNoAnswer: () => void;
}

/** Watches that offers are answered: one that is not is sent once more, and then given up. */
export class AnswerWatch {
  readonly #port: AnswerWatchPort;
  #wasRepeated = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(port: AnswerWatchPort) {
    this.#port = port;
  }

  onOffered(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onOverdue(), ANSWER_MS);
  }

  /** The two sides agreed on something, or the offer was taken back. */
  onSettled(): void {
    clearTimeout(this.#timer);
    this.#wasRepeated = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #onOverdue(): void {
    if (!this.#port.isReaching()) {
      this.onOffered();
    } else if (this.#wasRepeated) {
      this.#port.onNoAnswer();
    } else {
      this.#wasRepeated = true;
      this.#port.offerAgain();
      // Also when the offer is not open any more, and nothing was sent.
      this.onOffered();
    }
  }
}
