import type { Presence, SignalingEvent } from "./events.js";
import { isPassing, type Notice } from "./notice.js";
import { SignalingError } from "./signaling-error.js";
import type { Statement } from "./statement.js";

/** What {@link PresenceWatch} needs of the client. */
export interface PresencePort {
  /** Sends a frame in the session; undefined without one. Throws SignalingError if it cannot be queued. */
  readonly say: (statement: Statement) => bigint | undefined;
  readonly emit: (event: SignalingEvent) => void;
}

/** Delay before a watch that the server could not handle is sent again, if the server does not set one. */
const RETRY_MS = 1_000;

/** A caller that waits until the server accepts a watch. */
interface Waiter {
  readonly seq: bigint | undefined;
  readonly resolve: () => void;
  readonly reject: (error: SignalingError) => void;
}

/** The peers that the app watches, over all sessions, and their known states. */
export class PresenceWatch {
  readonly #port: PresencePort;
  readonly #known = new Map<string, Presence>();
  #wanted: readonly string[] = [];
  #waiters: Waiter[] = [];
  #saidAs: bigint | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(port: PresencePort) {
    this.#port = port;
  }

  get known(): ReadonlyMap<string, Presence> {
    return this.#known;
  }

  watch(peerIds: Iterable<string>): Promise<void> {
    return new Promise((resolve, reject) => {
      const wanted = [...new Set(peerIds)];
      this.#say(wanted);
      this.#wanted = wanted;
      for (const peerId of this.#known.keys()) {
        if (!wanted.includes(peerId)) {
          this.#known.delete(peerId);
        }
      }
      this.#waiters.push({ seq: this.#saidAs, resolve, reject });
    });
  }

  onSessionStarted(): void {
    if (this.#wanted.length > 0 || this.#waiters.length > 0) {
      this.#say(this.#wanted);
      this.#waiters = this.#waiters.map((waiter) => ({ ...waiter, seq: this.#saidAs }));
    }
  }

  onSessionEnded(): void {
    clearTimeout(this.#retryTimer);
    this.#saidAs = undefined;
  }

  onClosed(error: SignalingError): void {
    this.onSessionEnded();
    for (const { reject } of this.#waiters.splice(0)) {
      reject(error);
    }
  }

  /** All refusals of frames up to `seq` have been reported: the remaining frames were accepted. */
  onDecided(seq: bigint): void {
    const isTaken = (waiter: Waiter) => waiter.seq !== undefined && waiter.seq <= seq;
    const taken = this.#waiters.filter(isTaken);
    this.#waiters = this.#waiters.filter((waiter) => !isTaken(waiter));
    for (const { resolve } of taken) {
      resolve();
    }
  }

  onPresence(presence: Presence): void {
    const before = this.#known.get(presence.peerId);
    const isSame = before?.state === presence.state && before.sessionId === presence.sessionId;
    if (!isSame) {
      if (this.#wanted.includes(presence.peerId)) {
        this.#known.set(presence.peerId, presence);
      }
      this.#port.emit({ type: "presence", presence });
    }
  }

  /** A refusal of the app's own watch is reported to the app; a watch renewed by the client is sent again later. */
  onNotice(notice: Notice, clientSeq: bigint): void {
    const refused = this.#waiters.filter(({ seq }) => seq === clientSeq);
    this.#waiters = this.#waiters.filter((waiter) => !refused.includes(waiter));
    for (const { reject } of refused) {
      reject(new SignalingError("REFUSED", { detail: notice.message, notice }));
    }
    if (clientSeq !== this.#saidAs) {
      return;
    }
    this.#saidAs = undefined;
    if (refused.length === 0 && isPassing(notice)) {
      this.#retryTimer = setTimeout(() => this.#say(this.#wanted), notice.retryAfterMs ?? RETRY_MS);
    } else {
      this.#wanted = [];
    }
  }

  #say(peerIds: readonly string[]): void {
    clearTimeout(this.#retryTimer);
    this.#saidAs = this.#port.say({ type: "watch-presence", peerIds });
  }
}
