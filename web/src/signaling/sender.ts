import { SignalingError, type SignalingErrorReason } from "./signaling-error.js";

/** A frame of known size. */
export interface Sized {
  readonly bytes: number;
}

/** What a {@link Sender} needs of its connection. */
export interface SenderPort<Frame extends Sized> {
  /** The time in which a call usually gets its response. */
  readonly usualMs: number;
  /** Returns and removes the next frames of at most this size, or a single larger one; empty if nothing waits. */
  readonly takeBatch: (maxBytes: number) => readonly Frame[];
  /** Creates the frames of a heartbeat and of a bye, which have no number. */
  readonly makeHeartbeat: () => Frame;
  readonly makeBye: () => Frame;
  /**
   * Sends frames in one call; resolves when the server has decided their outcome.
   *
   * @param patience the allowed time as a multiple of the usual time.
   * @throws SignalingError `REQUEST_TIMEOUT` if it took longer.
   */
  readonly send: (frames: readonly Frame[], isRepeated: boolean, patience: number) => Promise<void>;
  /** The server accepts no more frames of this session; nothing more is sent. */
  readonly onRefused: (error: SignalingError) => void;
}

/** Maximum patience for a call with a single frame, which cannot be split. */
const MAX_PATIENCE = 8;

/** Delays before a lost Send is repeated: 100 ms at first, then doubling up to 2 s. */
const FIRST_REPEAT_MS = 100;
const MAX_REPEAT_MS = 2_000;

/**
 * The sending half of one connection. Only one call is in flight at a time, because calls that overlap may arrive in
 * any order; frames that come meanwhile go into the next call. A call that fails on the network is repeated with the
 * same frames as long as the connection lives, because the server drops duplicates. If a call times out, its frames are
 * sent in smaller calls, so that a slow uplink does not repeat the same large call forever.
 */
export class Sender<Frame extends Sized> {
  readonly #port: SenderPort<Frame>;
  #heartbeatMs: number | undefined;
  /** Heartbeats must also be sent in time during a long call. */
  #isPunctual = false;
  #isHeartbeatWanted = false;
  readonly #stopped = new AbortController();
  #isRunning = false;
  #isByeWanted = false;
  #isByeSaid = false;
  #isPaused = false;
  /** Left of a call that was too large: frames that may have arrived. */
  #rest: readonly Frame[] = [];
  /** Most bytes of one call; a single frame may be larger. */
  #maxBytes = Number.POSITIVE_INFINITY;
  /** Size of a single frame that did not arrive in the usual time, and the multiple of this time that it gets. */
  #slowBytes = Number.POSITIVE_INFINITY;
  #patience = 1;
  #lastSentAt = performance.now();
  #heartbeatTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param heartbeatMs longest silence; undefined: unlimited. */
  constructor(port: SenderPort<Frame>, heartbeatMs: number | undefined) {
    this.#port = port;
    this.#heartbeatMs = heartbeatMs;
    this.#restartHeartbeat();
  }

  /** A frame waits to be sent. */
  wake(): void {
    if (!this.#isRunning && !this.#isPaused && !this.#stopped.signal.aborted) {
      this.#isRunning = true;
      // Deferred, so that signals sent together, such as an offer and its first candidates, go into one call.
      queueMicrotask(() => void this.#run([]));
    }
  }

  /**
   * Sends a heartbeat now, and from now on after this much silence.
   *
   * @param isPunctual whether to send them also during a longer call: heartbeats may arrive in any order.
   */
  beatEvery(heartbeatMs: number | undefined, isPunctual: boolean): void {
    this.#heartbeatMs = heartbeatMs;
    this.#isPunctual = isPunctual;
    this.#isHeartbeatWanted = true;
    this.wake();
    if (this.#isRunning && isPunctual) {
      this.#restartHeartbeat();
    }
  }

  /** Sends bye after all waiting frames. */
  sayBye(): void {
    this.#isByeWanted = true;
    this.wake();
  }

  /** Starts no calls and runs no timer; without a network calls would only fail. */
  pause(): void {
    this.#isPaused = true;
    clearTimeout(this.#heartbeatTimer);
  }

  resume(): void {
    if (this.#isPaused) {
      this.#isPaused = false;
      const isOverdue = this.#heartbeatMs !== undefined && performance.now() - this.#lastSentAt >= this.#heartbeatMs;
      if (isOverdue && !this.#isRunning) {
        void this.#run([this.#port.makeHeartbeat()]);
      } else {
        this.#restartHeartbeat();
        this.wake();
      }
    }
  }

  stop(): void {
    clearTimeout(this.#heartbeatTimer);
    this.#stopped.abort();
  }

  async #run(first: readonly Frame[]): Promise<void> {
    this.#isRunning = true;
    if (!this.#isPunctual) {
      clearTimeout(this.#heartbeatTimer);
    }
    try {
      let frames = first.length > 0 ? first : this.#next();
      while (frames.length > 0 && !this.#stopped.signal.aborted) {
        this.#lastSentAt = performance.now();
        await this.#sendUntilDecided(frames);
        frames = this.#isPaused ? [] : this.#next();
      }
    } catch (thrown) {
      if (!this.#stopped.signal.aborted) {
        this.stop();
        this.#port.onRefused(SignalingError.from(thrown));
      }
    } finally {
      this.#isRunning = false;
      this.#restartHeartbeat();
    }
  }

  #next(): readonly Frame[] {
    if (this.#isByeSaid) {
      // The session has ended on the server: frames that come now are for the next one.
      return [];
    }
    if (this.#isHeartbeatWanted) {
      this.#isHeartbeatWanted = false;
      return [this.#port.makeHeartbeat()];
    }
    const frames = this.#rest.length > 0 ? this.#rest : this.#port.takeBatch(this.#maxBytes);
    this.#rest = [];
    if (frames.length === 0 && this.#isByeWanted) {
      this.#isByeWanted = false;
      this.#isByeSaid = true;
      return [this.#port.makeBye()];
    }
    return frames;
  }

  /** Sends at least the first of the frames, and keeps the rest for the next call. */
  async #sendUntilDecided(frames: readonly Frame[]): Promise<void> {
    for (let repeats = 0; !this.#stopped.signal.aborted; repeats += 1) {
      const part = this.#fitting(frames);
      const bytes = part.reduce((sum, frame) => sum + frame.bytes, 0);
      const patience = this.#patienceFor(bytes);
      const startedAt = performance.now();
      try {
        await this.#port.send(part, repeats > 0, patience);
        this.#rest = [...frames.slice(part.length), ...this.#rest];
        this.#onUploaded(bytes, performance.now() - startedAt);
        return;
      } catch (thrown) {
        const error = SignalingError.from(thrown);
        if (!isRepeatable(error)) {
          throw error;
        }
        if (error.reason === "REQUEST_TIMEOUT") {
          this.#onTooSlow(part.length, bytes, patience);
        }
        const repeatMs = Math.min(MAX_REPEAT_MS, FIRST_REPEAT_MS * 2 ** repeats);
        await pause(Math.max(repeatMs, error.retryAfterMs ?? 0), this.#stopped.signal);
      }
    }
  }

  /** The first frames that fit into a call; at least one. */
  #fitting(frames: readonly Frame[]): readonly Frame[] {
    let bytes = 0;
    const end = frames.findIndex((frame) => {
      bytes += frame.bytes;
      return bytes > this.#maxBytes;
    });
    return end < 0 ? frames : frames.slice(0, Math.max(1, end));
  }

  #patienceFor(bytes: number): number {
    return 2 * bytes > this.#slowBytes ? this.#patience : 1;
  }

  #onTooSlow(frames: number, bytes: number, patience: number): void {
    if (frames > 1) {
      this.#maxBytes = bytes / 2;
    } else {
      this.#slowBytes = bytes;
      this.#patience = Math.min(MAX_PATIENCE, 2 * patience);
    }
  }

  /** A call that took long, or that used little of what it may have, does not show that a larger one gets through. */
  #onUploaded(bytes: number, tookMs: number): void {
    if (tookMs > this.#port.usualMs) {
      return;
    }
    if (2 * bytes > this.#maxBytes) {
      this.#maxBytes *= 2;
    }
    if (2 * bytes > this.#slowBytes) {
      this.#slowBytes = Number.POSITIVE_INFINITY;
      this.#patience = 1;
    }
  }

  #restartHeartbeat(): void {
    clearTimeout(this.#heartbeatTimer);
    if (this.#heartbeatMs !== undefined && !this.#isPaused && !this.#stopped.signal.aborted) {
      this.#heartbeatTimer = setTimeout(() => {
        if (this.#isByeSaid) {
          return;
        }
        if (!this.#isRunning) {
          void this.#run([this.#port.makeHeartbeat()]);
        } else if (this.#isPunctual) {
          this.#port.send([this.#port.makeHeartbeat()], false, 1).catch(() => undefined);
          this.#restartHeartbeat();
        }
      }, this.#heartbeatMs);
    }
  }
}

/**
 * Reasons to repeat a call with the same frames: it is unknown whether they arrived, or the server could not handle
 * them at the moment. Other results would be the same again.
 */
const REPEATABLE: ReadonlySet<SignalingErrorReason> = new Set<SignalingErrorReason>([
  "UNREACHABLE",
  "RATE_LIMITED",
  "REQUEST_TIMEOUT",
  "TOO_MANY_SENDS",
  "STORE_UNAVAILABLE",
]);

/** Whether a Send with this error is repeated on the same stream. */
export function isRepeatable({ reason }: SignalingError): boolean {
  return REPEATABLE.has(reason);
}

/** Resolves after the time, or at once when aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    if (signal.aborted) {
      done();
    }
  });
}
