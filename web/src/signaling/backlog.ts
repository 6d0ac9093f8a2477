import type { OutboxBounds } from "./outbox.js";
import type { OutgoingSignal } from "./signal.js";
import { SignalingError } from "./signaling-error.js";

/** A signal of the app that has no number yet. */
export interface WaitingSignal {
  /** The number that `send` returned for it. */
  readonly signalId: number;
  readonly signal: OutgoingSignal;
  /** Size of its encoding in bytes. */
  readonly bytes: number;
}

/** The signals sent by the app while there was no session, or not sent by the last one. The next session sends them. */
export class Backlog {
  readonly #bounds: OutboxBounds;
  #waiting: WaitingSignal[] = [];
  #bytes = 0;

  constructor(bounds: OutboxBounds) {
    this.#bounds = bounds;
  }

  /** Whether at most half of the limits is in use. */
  get isHalfFree(): boolean {
    return this.#waiting.length <= this.#bounds.maxFrames / 2 && this.#bytes <= this.#bounds.maxBytes / 2;
  }

  /** @throws SignalingError `QUEUE_FULL`; the signal is then not queued. */
  add(signal: WaitingSignal): void {
    const { maxFrames, maxBytes } = this.#bounds;
    if (this.#waiting.length >= maxFrames || this.#bytes + signal.bytes > maxBytes) {
      const waits = `${this.#waiting.length} frames and ${this.#bytes} bytes wait`;
      throw new SignalingError("QUEUE_FULL", { detail: `${waits}, at most ${maxFrames} and ${maxBytes}` });
    }
    this.#waiting.push(signal);
    this.#bytes += signal.bytes;
  }

  /** Takes back the signals that a session never sent; they were within the same limits there. */
  restore(signals: readonly WaitingSignal[]): void {
    this.#waiting.unshift(...signals);
    this.#bytes += signals.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  takeAll(): readonly WaitingSignal[] {
    this.#bytes = 0;
    return this.#waiting.splice(0);
  }
}
