import type { SignalingEvent, SignalingListener } from "./events.js";

/**
 * Delivers events to listeners in order, one at a time, and never inside the call that caused them: a listener may call
 * any method of the client without reentrancy.
 */
export class EventQueue {
  readonly #listeners = new Set<SignalingListener>();
  #waiting: (SignalingEvent | (() => void))[] = [];
  /** Pending work of listeners; undefined if none. */
  #busy: Promise<unknown> | undefined;

  add(listener: SignalingListener): () => void {
    // A separate wrapper for each call, so that a function added twice is called twice.
    const entry: SignalingListener = (event) => listener(event);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  emit(event: SignalingEvent): void {
    this.#add(event);
  }

  /**
   * Calls `then` when all listeners have returned from all events emitted before and the promises that they returned
   * have settled. Calls come in order.
   */
  afterDelivery(then: () => void): void {
    this.#add(then);
  }

  #add(entry: SignalingEvent | (() => void)): void {
    this.#waiting.push(entry);
    if (this.#waiting.length === 1) {
      queueMicrotask(() => this.#deliver());
    }
  }

  #deliver(): void {
    const events = this.#waiting;
    this.#waiting = [];
    for (const event of events) {
      if (typeof event === "function") {
        this.#callWhenIdle(event);
        continue;
      }
      // A copy: a listener added during this event receives only later ones.
      for (const listener of [...this.#listeners]) {
        if (this.#listeners.has(listener)) {
          this.#stayBusyWith(callSafely(listener, event));
        }
      }
    }
  }

  #stayBusyWith(work: Promise<unknown> | undefined): void {
    if (work !== undefined) {
      const busy = Promise.all([this.#busy, work]).then(() => {
        if (this.#busy === busy) {
          this.#busy = undefined;
        }
      });
      this.#busy = busy;
    }
  }

  #callWhenIdle(then: () => void): void {
    if (this.#busy === undefined) {
      then();
    } else {
      this.#stayBusyWith(this.#busy.then(then));
    }
  }
}

/**
 * An exception of one listener must reach the console, but neither the other listeners nor the stream.
 *
 * @returns the pending work of the listener; never rejects.
 */
function callSafely(listener: SignalingListener, event: SignalingEvent): Promise<unknown> | undefined {
  const report = (thrown: unknown) => {
    queueMicrotask(() => {
      throw thrown;
    });
  };
  try {
    const returned = listener(event);
    return returned instanceof Promise ? returned.catch(report) : undefined;
  } catch (thrown) {
    report(thrown);
    return undefined;
  }
}
