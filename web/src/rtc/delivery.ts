import type { Notice, NoticeCode } from "../signaling/notice.js";
import type { OutgoingSignal, SignalBody } from "../signaling/signal.js";
import type { PeerLinkOptions } from "./link-options.js";
import type { Repair } from "./negotiator.js";
import { Reach } from "./reach.js";

/** What {@link Delivery} needs of its link. */
export interface DeliveryPort {
  readonly isConnected: () => boolean;
  /** Sends again what may have been lost. */
  readonly repair: (repair: Omit<Repair, "isConnected">) => void;
  /** The other peer is gone, or did not return in time. */
  readonly onUnavailable: (message: string) => void;
  /** A signal that both sides need cannot be sent. */
  readonly onFailed: (message: string) => void;
}

/** Most signals of a link that wait for room in the queue of signaling. */
const MAX_WAITING = 256;
/** Delay before a link tries again after other links filled the queue. */
const CROWDED_MS = 50;
/** Delay before a refused signal is sent again, if the server does not set one; doubles each time. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRIES = 6;
/**
 * How long the other peer may be without a session: longer than a restart of the server takes, in which it may be asked
 * to leave first and return last (30 s to let all leave, the start, and up to 20 s between attempts to reconnect).
 */
const RETURN_TIMEOUT_MS = 90_000;

/**
 * Delivers the signals of a link to the other peer, over all sessions of both sides. It does not store undeliverable
 * signals: instead, the link is asked to repair the negotiation when the other peer is found.
 */
export class Delivery {
  readonly #options: PeerLinkOptions;
  readonly #port: DeliveryPort;
  readonly #reach: Reach;
  /** Whether a signal was not sent because the other peer had no session. */
  #hasHeldBack = false;
  /** Signals that were refused temporarily. */
  #refused = new Set<SignalBody["type"]>();
  #retries = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Signals that did not fit into the queue of signaling, in order. */
  #waiting: OutgoingSignal[] = [];

  constructor(options: PeerLinkOptions, port: DeliveryPort) {
    this.#options = options;
    this.#port = port;
    const { returnTimeoutMs = RETURN_TIMEOUT_MS, peerId } = options;
    this.#reach = new Reach(returnTimeoutMs, () => port.onUnavailable(`${peerId} did not come back`));
  }

  /** The session of the other peer; undefined if unknown or none. */
  get sessionId(): string | undefined {
    const { route } = this.#reach;
    return route.type === "session" ? route.sessionId : undefined;
  }

  /** Whether the other peer's session ended while this side's session continues. */
  get isGone(): boolean {
    return this.#reach.isGone;
  }

  /** Whether signals are being delivered to the other peer, as far as known. */
  get isReaching(): boolean {
    const isDelayed = this.#retryTimer !== undefined || this.#waiting.length > 0;
    return !isDelayed && this.#options.signaling.sessionId !== undefined && this.#reach.route.type !== "nobody";
  }

  /**
   * Returns whether the signal is in flight. If not, the two sides repair the negotiation when they meet again.
   *
   * @throws the error of signaling if it cannot be sent.
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

  /** In a large room many links send at once. A full queue delays a signal but does not close a link. */
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
          // Other links filled the queue first.
          setTimeout(() => this.#awaitRoom(), CROWDED_MS);
          return;
        }
        this.#waiting.shift();
      }
    } catch {
      // Signaling is closed; its own events report that.
      this.#waiting = [];
    }
    if (this.#refused.size > 0) {
      this.#retryTimer ??= setTimeout(() => this.#retry(), FIRST_RETRY_MS);
    }
  }

  /** @returns whether signaling accepted it. @throws the error of signaling for another reason than a full queue. */
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

  /** This side's session has ended. */
  lose(): void {
    this.#hasHeldBack ||= this.#waiting.length > 0;
    this.#waiting = [];
    this.#reach.lose();
    this.#forgetRefused();
  }

  /** This side has a session and the other peer does not; `isGone`: its session ended during this one. */
  miss(isGone: boolean): void {
    this.#reach.miss(isGone);
  }

  /** The other peer is in this session; undefined: it is unknown whether and where it is. */
  meet(sessionId: string | undefined): void {
    const found = this.#reach.find(sessionId);
    if (found !== "as-before" || this.#hasHeldBack) {
      this.#forgetRefused();
      this.#hasHeldBack = false;
      // A peer that stayed in its session saw this side leave it, and may have closed the connection.
      const isConfirmWanted = found === "again" || (found === "anew" && sessionId === undefined);
      this.#port.repair({ lost: NOTHING, isConfirmWanted });
    }
  }

  /** A signal arrived from this session of the other peer. Returns whether a repair is due. */
  adopt(sessionId: string): boolean {
    const isDue = this.#reach.adopt(sessionId) || this.#hasHeldBack;
    this.#hasHeldBack = false;
    return isDue;
  }

  /** The two sides agreed on a description. */
  onProgress(): void {
    this.#retries = 0;
  }

  handleNotice({ code, message, refused, retryAfterMs }: Notice): void {
    // A notice about a signal to an earlier session of that peer is irrelevant for this one.
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
      // Without it the two sides would disagree permanently.
      this.#port.onFailed(message);
    }
  }

  stop(): void {
    // A hang-up is still sent.
    this.#waiting = this.#waiting.filter(({ body }) => body.type === "hangup");
    this.#reach.stop();
    this.#forgetRefused();
  }

  /** Flowing media show that the other peer is present and only its session is gone. */
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

/** The session that a signal was for has ended, or is not a member of the room. */
const GONE: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  "PEER_UNAVAILABLE",
  "UNDELIVERED",
  "UNCONFIRMED",
  "NOT_IN_ROOM",
]);

/** The same signal may be accepted later. */
const FOR_A_WHILE: ReadonlySet<NoticeCode> = new Set<NoticeCode>(["MAILBOX_FULL", "RATE_LIMITED", "UNAVAILABLE"]);
