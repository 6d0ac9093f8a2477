import type { Presence, SignalingEvent } from "./events.js";
import { isPassing, type Notice } from "./notice.js";
import { SignalingError } from "./signaling-error.js";
import type { Statement } from "./statement.js";

/** What {@link PresenceWatch} needs of the client. */
export interface PresencePort {
  /** Says something in the session; undefined without one. Throws SignalingError when it cannot be queued. */
  readonly say: (statement: Statement) => bigint | undefined;
  readonly emit: (event: SignalingEvent) => void;
}

/** How long a watch that the server could not take waits before it is said again, when the server does not tell. */
const RETRY_MS = 1_000;

/** Who awaits that the server takes a watch. */
interface Waiter {
  readonly seq: bigint | undefined;
  readonly resolve: () => void;
  readonly reject: (error: SignalingError) => void;
}

/** Whom the app watches, over all sessions, and what is known of them. */
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

  /** All refusals of frames up to `seq` have been told: what is left of them was taken. */
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

  /** The app's own watch is refused to the app; one that the client renews by itself is said again later. */
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
