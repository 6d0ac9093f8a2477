/** When handled events must be acknowledged, from the server's `limits`. */
export interface AckBounds {
  readonly everyEvents: number;
  readonly intervalMs: number;
}

/**
 * Decides when the events of one session are acknowledged. Every outgoing frame carries the newest ack; a bare ack is
 * requested if no frame leaves in time.
 */
export class AckSchedule {
  readonly #bounds: AckBounds;
  readonly #onDue: () => void;
  #handled = 0n;
  #told = 0n;
  #isDue = false;
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onDue called when an ack should be sent now, if necessary in a frame of its own. */
  constructor(bounds: AckBounds, onDue: () => void) {
    this.#bounds = bounds;
    this.#onDue = onDue;
  }

  /** The highest event whose callbacks have returned. */
  get handled(): bigint {
    return this.#handled;
  }

  /** Whether an ack should be sent now. */
  get isDue(): boolean {
    return this.#isDue;
  }

  /** All callbacks of the event and of the events before it have returned. */
  onHandled(seq: bigint): void {
    this.#handled = seq;
    this.#plan();
  }

  /** @returns the ack for a frame that is sent now. */
  take(): bigint {
    this.#clear();
    this.#told = this.#handled;
    return this.#handled;
  }

  /** Nothing can be sent for now: no timer runs until {@link release} or {@link onAttached}. */
  hold(): void {
    this.#clear();
    this.#isHeld = true;
  }

  /** Acks that became due since {@link hold} are due at once. */
  release(): void {
    this.#isHeld = false;
    if (this.#handled > this.#told) {
      this.#becomeDue();
    }
  }

  /** Attached again, with `lastSeq` in the hello. */
  onAttached(lastSeq: bigint): void {
    this.#clear();
    this.#isHeld = false;
    this.#told = lastSeq;
    this.#plan();
  }

  #plan(): void {
    if (this.#isHeld || this.#handled === this.#told) {
      return;
    }
    if (this.#handled - this.#told >= BigInt(this.#bounds.everyEvents)) {
      this.#becomeDue();
    } else {
      this.#timer ??= setTimeout(() => this.#becomeDue(), this.#bounds.intervalMs);
    }
  }

  #becomeDue(): void {
    this.#clear();
    this.#isDue = true;
    this.#onDue();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }
}
