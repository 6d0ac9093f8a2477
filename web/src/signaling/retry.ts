import { SignalingError } from "./signaling-error.js";

/** Delay before something is sent again, if the server does not set one. */
const RETRY_MS = 1_000;

/**
 * Sends something that the library itself has to say, now or later. While the queue is full, it tries again each second.
 * Only the newest thing to say is kept.
 */
export class Retry {
  #timer: ReturnType<typeof setTimeout> | undefined;

  get isWaiting(): boolean {
    return this.#timer !== undefined;
  }

  /** @param say throws SignalingError `QUEUE_FULL` if it can do nothing yet. */
  now(say: () => void): void {
    this.stop();
    try {
      say();
    } catch (thrown) {
      if (!(thrown instanceof SignalingError && thrown.reason === "QUEUE_FULL")) {
        throw thrown;
      }
      this.later(say);
    }
  }

  later(say: () => void, delayMs = RETRY_MS): void {
    this.stop();
    this.#timer = setTimeout(() => this.now(say), delayMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
