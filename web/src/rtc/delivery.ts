import type { Notice, NoticeCode } from "../signaling/notice.js";
import type { OutgoingSignal, SignalBody } from "../signaling/signal.js";
import type { PeerLinkOptions } from "./link-options.js";
import type { Repair } from "./negotiator.js";
import { Reach } from "./reach.js";

/** What {@link Delivery} needs of its link. */
export interface DeliveryPort {
  readonly isConnected: () => boolean;
  /** Says again what may have been lost. */
  readonly repair: (repair: Omit<Repair, "isConnected">) => void;
  /** The other peer is gone, or did not come back in time. */
  readonly onUnavailable: (message: string) => void;
  /** Something that both sides need cannot be sent. */
  readonly onFailed: (message: string) => void;
}

/** Most signals of a link that wait for room in the queue of signaling. */
const MAX_WAITING = 256;
/** How long a link waits when other links took the room in the queue. */
const CROWDED_MS = 50;
/** How long a refused signal waits to be said again, when the server names no time; twice as long each time. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRIES = 6;
/** How long the other peer may be without a session. */
const RETURN_TIMEOUT_MS = 30_000;

/**
 * Brings what a link says to the other peer, over all sessions of both sides. Nothing is kept here to be said later: a link
 * that could not say everything is asked to repair when the other peer is found.
 */
export class Delivery {
  readonly #options: PeerLinkOptions;
  readonly #port: DeliveryPort;
  readonly #reach: Reach;
  /** Whether something was not said, because nobody would have heard it. */
  #hasHeldBack = false;
  /** What was refused for a while only. */
  #refused = new Set<SignalBody["type"]>();
  #retries = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the queue of signaling had no room for, in order. */
  #waiting: OutgoingSignal[] = [];

  constructor(options: PeerLinkOptions, port: DeliveryPort) {
    this.#options = options;
    this.#port = port;
    const { returnTimeoutMs = RETURN_TIMEOUT_MS, peerId } = options;
    this.#reach = new Reach(returnTimeoutMs, () => port.onUnavailable(`${peerId} did not come back`));
  }

  /** The session of the other peer, once it is known; undefined while it has none. */
  get sessionId(): string | undefined {
    const { route } = this.#reach;
    return route.type === "session" ? route.sessionId : undefined;
  }

  /** Whether the other peer's session ended while one's own goes on. */
  get isGone(): boolean {
    return this.#reach.isGone;
  }

  /** Whether what was said is on its way to the other peer, as far as is known. */
  get isReaching(): boolean {
    const isDelayed = this.#retryTimer !== undefined || this.#waiting.length > 0;
    return !isDelayed && this.#options.signaling.sessionId !== undefined && this.#reach.route.type !== "nobody";
  }

  /**
   * Returns whether it is on its way. If not, the two sides settle it when they meet again.
   *
   * @throws what signaling throws when it cannot take it.
   */
  send(body: SignalBody): boolean {
    const { signaling, peerId: to, connectionId = "", room } = this.#options;
    const { route } = this.#reach;
    if (signaling.sessionId === undefined || route.type === "nobody") {
      this.#hasHeldBack ||= body.type !== "hangup";
      return false;
    }
    const signal: OutgoingSignal = {
      to,
      connectionId,
      ...(room === undefined ? {} : { room }),
      ...(route.type === "any" ? {} : { toSessionId: route.sessionId }),
      body,
    };
    this.#sendWhenThereIsRoom(signal);
    return true;
  }

  /** In a large room many links speak at once. A full queue delays a signal, and never costs a link. */
  #sendWhenThereIsRoom(signal: OutgoingSignal): void {
    if (this.#waiting.length > 0 || !this.#trySend(signal)) {
      if (this.#waiting.length === 0) {
        this.#awaitRoom();
      }
      if (this.#waiting.length < MAX_WAITING) {
        this.#waiting.push(signal);
      } else {
        this.#refused.add(signal.body.type);
      }
    }
  }

  #awaitRoom(): void {
    void this.#options.signaling.whenQueueHasRoom().then(() => this.#sendWaiting());
  }

  #sendWaiting(): void {
    try {
      for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
        if (!this.#trySend(next)) {
          // Other links were faster.
          setTimeout(() => this.#awaitRoom(), CROWDED_MS);
          return;
        }
        this.#waiting.shift();
      }
    } catch {
      // Signaling is closed; its own events say so.
      this.#waiting = [];
    }
    if (this.#refused.size > 0) {
      this.#retryTimer ??= setTimeout(() => this.#retry(), FIRST_RETRY_MS);
    }
  }

  /** @returns whether signaling took it. @throws what signaling throws for another reason. */
  #trySend(signal: OutgoingSignal): boolean {
    try {
      this.#options.signaling.send(signal);
      return true;
    } catch (thrown) {
      if (thrown instanceof Error && "reason" in thrown && thrown.reason === "QUEUE_FULL") {
        return false;
      }
      throw thrown;
    }
  }

  /** One's own session is over. */
  lose(): void {
    this.#hasHeldBack ||= this.#waiting.length > 0;
    this.#waiting = [];
    this.#reach.lose();
    this.#forgetRefused();
  }

  /** One's own session is there, and the other peer is not; `isGone`: its session ended in this one. */
  miss(isGone: boolean): void {
    this.#reach.miss(isGone);
  }

  /** The other peer is in this session; undefined: nobody knows whether and where it is. */
  meet(sessionId: string | undefined): void {
    const found = this.#reach.find(sessionId);
    if (found !== "as-before" || this.#hasHeldBack) {
      this.#forgetRefused();
      this.#hasHeldBack = false;
      // Who stayed in its session saw this side leave it, and may have given the connection up.
      const isConfirmWanted = found === "again" || (found === "anew" && sessionId === undefined);
      this.#port.repair({ lost: NOTHING, isConfirmWanted });
    }
  }

  /** The other peer spoke out of this session. Returns whether a repair is due. */
  adopt(sessionId: string): boolean {
    const isDue = this.#reach.adopt(sessionId) || this.#hasHeldBack;
    this.#hasHeldBack = false;
    return isDue;
  }

  /** The two sides agreed on something. */
  onProgress(): void {
    this.#retries = 0;
  }

  handleNotice({ code, message, refused, retryAfterMs }: Notice): void {
    // A notice about a signal to an earlier session of that peer says nothing about this one.
    if (refused === undefined || !["", this.sessionId].includes(refused.toSessionId)) {
      return;
    }
    const isDescription = refused.type === "offer" || refused.type === "answer";
    if (GONE.has(code)) {
      this.#onGone(message);
    } else if (FOR_A_WHILE.has(code) && this.#retries < MAX_RETRIES) {
      this.#refused.add(refused.type);
      this.#retryTimer ??= setTimeout(() => this.#retry(), retryAfterMs ?? FIRST_RETRY_MS * 2 ** this.#retries);
    } else if (isDescription) {
      // Without it the two sides do not agree any more.
      this.#port.onFailed(message);
    }
  }

  stop(): void {
    // A hang-up still leaves.
    this.#waiting = this.#waiting.filter(({ body }) => body.type === "hangup");
    this.#reach.stop();
    this.#forgetRefused();
  }

  /** Media that flow show that the other peer is there, and only its session is not. */
  #onGone(message: string): void {
    if (this.#port.isConnected()) {
      this.#hasHeldBack = true;
      this.#reach.miss(true);
    } else {
      this.#port.onUnavailable(message);
    }
  }

  #retry(): void {
    const lost = this.#refused;
    this.#forgetRefused();
    this.#retries += 1;
    this.#port.repair({ lost, isConfirmWanted: false });
  }

  #forgetRefused(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#refused = new Set();
  }
}

const NOTHING: ReadonlySet<SignalBody["type"]> = new Set();

/** The session that a signal was for has ended, or is no member of the room. */
const GONE: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  "PEER_UNAVAILABLE",
  "UNDELIVERED",
  "UNCONFIRMED",
  "NOT_IN_ROOM",
]);

/** The same signal may pass later. */
const FOR_A_WHILE: ReadonlySet<NoticeCode> = new Set<NoticeCode>(["MAILBOX_FULL", "RATE_LIMITED", "UNAVAILABLE"]);
