import type { SignalingEvent, SignalingListener } from "./events.js";

/**
 * Delivers events to listeners in order, one at a time, and never inside the call that caused them: a listener may call
 * any method of the client without being entered again.
 */
export class EventQueue {
  readonly #listeners = new Set<SignalingListener>();
  #waiting: SignalingEvent[] = [];

  add(listener: SignalingListener): () => void {
    // A wrapper of its own, so that adding one function twice means being called twice.
    const entry: SignalingListener = (event) => listener(event);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  emit(event: SignalingEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length === 1) {
      queueMicrotask(() => this.#deliver());
    }
  }

  #deliver(): void {
    const events = this.#waiting;
    this.#waiting = [];
    for (const event of events) {
      // A copy: a listener that is added by this event hears the next one first.
      for (const listener of [...this.#listeners]) {
        if (this.#listeners.has(listener)) {
          callSafely(listener, event);
        }
      }
    }
  }
}

/** A fault of one listener must reach the console, but neither the other listeners nor the stream. */
function callSafely(listener: SignalingListener, event: SignalingEvent): void {
  try {
    listener(event);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
