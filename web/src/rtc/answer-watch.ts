/** How long an offer waits for its answer. */
const ANSWER_MS = 15_000;

/** What an {@link AnswerWatch} needs of its link. */
export interface AnswerWatchPort {
  /** Whether signals currently reach the other peer; while they do not, the time does not count. */
  readonly isReaching: () => boolean;
  /** Sends the offer once more. */
  readonly offerAgain: () => void;
  readonly onNoAnswer: () => void;
}

/** Checks that offers are answered: an unanswered offer is sent once more, and then given up. */
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

  /** A description of the other peer was applied. */
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
      // Also if the offer is no longer open and nothing was sent.
      this.onOffered();
    }
  }
}
