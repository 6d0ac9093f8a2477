import type { Presence, SignalingEvent } from "./events.js";
import { isPassing, type Notice } from "./notice.js";
import { Retry } from "./retry.js";
import { SignalingError } from "./signaling-error.js";
import type { Statement } from "./statement.js";

/** What {@link PresenceWatch} needs of the client. */
export interface PresencePort {
  /** Sends a frame in the session; undefined without one. Throws SignalingError if it cannot be queued. */
  readonly say: (statement: Statement) => bigint | undefined;
  readonly emit: (event: SignalingEvent) => void;
}

/** A caller that waits until the server accepts a watch. */
interface Waiter {
  readonly peerIds: readonly string[];
  readonly seq: bigint | undefined;
  readonly resolve: () => void;
  readonly reject: (error: SignalingError) => void;
}

/** The peers that the app watches, over all sessions, and their known states. */
export class PresenceWatch {
  readonly #port: PresencePort;
  // Per client.
  readonly #known = new Map<string, Presence>();
  /** The list that the server accepted last. A refused one does not replace it, as on the server. */
  #accepted: readonly string[] = [];
  #waiters: Waiter[] = [];
  // Per session.
  /** The seq of the newest undecided watch. */
  #saidAs: bigint | undefined;
  /** Whether the server does not watch the accepted list in this session yet. */
  #isMissing = false;
  readonly #retry = new Retry();

  constructor(port: PresencePort) {
    this.#port = port;
  }

  /** The states of the peers of the newest list. */
  get known(): ReadonlyMap<string, Presence> {
    const wanted = this.#wanted;
    return new Map([...this.#known].filter(([peerId]) => wanted.includes(peerId)));
  }

  watch(peerIds: Iterable<string>): Promise<void> {
    return new Promise((resolve, reject) => {
      const wanted = [...new Set(peerIds)];
      this.#say(wanted);
      this.#waiters.push({ peerIds: wanted, seq: this.#saidAs, resolve, reject });
    });
  }

  onSessionStarted(): void {
    this.#isMissing = this.#accepted.length > 0;
    if (this.#isMissing || this.#waiters.length > 0) {
      this.#retry.now(() => this.#say(this.#wanted));
    }
  }

  onSessionEnded(): void {
    this.#retry.stop();
    this.#saidAs = undefined;
    this.#waiters = this.#waiters.map((waiter) => ({ ...waiter, seq: undefined }));
  }

  onClosed(error: SignalingError): void {
    this.onSessionEnded();
    for (const { reject } of this.#waiters.splice(0)) {
      reject(error);
    }
  }

  /** All refusals of frames up to `seq` have been reported: the remaining frames were accepted. */
  onDecided(seq: bigint): void {
    if (this.#saidAs !== undefined && this.#saidAs <= seq) {
      this.#saidAs = undefined;
      this.#isMissing = false;
    }
    const isTaken = (waiter: Waiter) => waiter.seq !== undefined && waiter.seq <= seq;
    const taken = this.#waiters.filter(isTaken);
    this.#waiters = this.#waiters.filter((waiter) => !isTaken(waiter));
    for (const { peerIds, resolve } of taken) {
      this.#onAccepted(peerIds);
      resolve();
    }
  }

  onPresence(presence: Presence): void {
    const before = this.#known.get(presence.peerId);
    const isSame = before?.state === presence.state && before.sessionId === presence.sessionId;
    if (!isSame) {
      if (this.#wanted.includes(presence.peerId) || this.#accepted.includes(presence.peerId)) {
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
    if (refused.length === 0 && !isPassing(notice)) {
      this.#isMissing = false;
      this.#onAccepted([]);
    } else if (this.#isMissing) {
      this.#retry.later(() => this.#say(this.#accepted), notice.retryAfterMs);
    }
  }

  /** The newest list of the app that was not refused. */
  get #wanted(): readonly string[] {
    return this.#waiters.at(-1)?.peerIds ?? this.#accepted;
  }

  #onAccepted(peerIds: readonly string[]): void {
    this.#accepted = peerIds;
    const wanted = this.#wanted;
    for (const peerId of this.#known.keys()) {
      if (!peerIds.includes(peerId) && !wanted.includes(peerId)) {
        this.#known.delete(peerId);
      }
    }
  }

  /** Those who wait since before the session get the result of its first watch: the newest list. */
  #say(peerIds: readonly string[]): void {
    this.#saidAs = this.#port.say({ type: "watch-presence", peerIds });
    this.#waiters = this.#waiters.map((waiter) => ({ ...waiter, seq: waiter.seq ?? this.#saidAs }));
    this.#retry.stop();
  }
}
