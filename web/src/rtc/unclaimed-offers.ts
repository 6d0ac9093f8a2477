import type { SignalingEvent } from "../signaling/events.js";
import type { IncomingSignal } from "../signaling/signal.js";
import type { PeerLinkOptions } from "./link-options.js";
import type { SignalingPort } from "./signaling-port.js";

/** How long an offer waits for a call or link that takes it: longer than callers wait before they repeat it. */
const UNCLAIMED_MS = 20_000;
/** Most offers that wait. */
const MAX_WAITING = 256;

interface Waiting {
  readonly signal: IncomingSignal;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Hangs up on callers whose offer no call and no link over this signaling client takes: for instance without the room of
 * the call, or about a connection that this page does not have. Otherwise they would wait forever.
 *
 * Shared by all calls and links over one signaling client. It listens while there are any.
 */
export class UnclaimedOffers {
  static readonly #all = new WeakMap<SignalingPort, UnclaimedOffers>();
  readonly #signaling: SignalingPort;
  readonly #waiting = new Map<string, Waiting>();
  #users = 0;
  #stopListening: () => void = () => undefined;

  private constructor(signaling: SignalingPort) {
    this.#signaling = signaling;
  }

  static of(signaling: SignalingPort): UnclaimedOffers {
    const offers = UnclaimedOffers.#all.get(signaling) ?? new UnclaimedOffers(signaling);
    UnclaimedOffers.#all.set(signaling, offers);
    return offers;
  }

  /**
   * Starts listening. Must be called before the call or link listens itself, so that an offer is known when it is
   * claimed.
   *
   * @returns a function that ends it.
   */
  use(): () => void {
    this.#users += 1;
    if (this.#users === 1) {
      this.#stopListening = this.#signaling.on((event) => this.#handle(event));
    }
    return () => {
      this.#users -= 1;
      if (this.#users === 0) {
        this.#stopListening();
        this.#forgetAll();
      }
    };
  }

  /** A call or link answers, declines or knowingly ignores offers of this peer. */
  claim(peerId: string, connectionId: string): void {
    this.#forget(keyOf(peerId, connectionId));
  }

  #handle(event: SignalingEvent): void {
    if (event.type === "session-ended") {
      this.#forgetAll();
    } else if (event.type === "room" && event.change.type === "peer-left") {
      this.#forgetSession(event.change.member.sessionId);
    } else if (event.type === "signal") {
      const { from, connectionId, body } = event.signal;
      if (body.type === "offer") {
        this.#await(event.signal);
      } else if (body.type === "hangup") {
        this.#forget(keyOf(from, connectionId));
      }
    }
  }

  #await(signal: IncomingSignal): void {
    const key = keyOf(signal.from, signal.connectionId);
    const before = this.#waiting.get(key);
    if (before?.signal.fromSessionId === signal.fromSessionId) {
      // Repeated: its sender has been waiting since the first one.
      return;
    }
    this.#forget(key);
    if (this.#waiting.size >= MAX_WAITING) {
      this.#hangUp(signal);
    } else {
      this.#waiting.set(key, { signal, timer: setTimeout(() => this.#onExpired(key, signal), UNCLAIMED_MS) });
    }
  }

  #onExpired(key: string, signal: IncomingSignal): void {
    this.#waiting.delete(key);
    if (!this.#hangUp(signal)) {
      // The queue of signaling is full.
      this.#await(signal);
    }
  }

  #hangUp({ from: to, fromSessionId: toSessionId, room, connectionId }: IncomingSignal): boolean {
    const about = { to, toSessionId, connectionId, ...(room === "" ? {} : { room }) };
    try {
      this.#signaling.send({ ...about, body: { type: "hangup", reason: "no-answer" } });
      return true;
    } catch {
      return false;
    }
  }

  #forgetSession(sessionId: string): void {
    for (const [key, { signal }] of this.#waiting) {
      if (signal.fromSessionId === sessionId) {
        this.#forget(key);
      }
    }
  }

  #forgetAll(): void {
    for (const key of this.#waiting.keys()) {
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
  }
}

/** Watches for such offers, if the app wants it; returns a function that ends it. See {@link UnclaimedOffers.use}. */
export function watchOtherOffers({
  signaling,
  otherOffers,
}: Pick<PeerLinkOptions, "signaling" | "otherOffers">): () => void {
  return otherOffers === "ignore" ? () => undefined : UnclaimedOffers.of(signaling).use();
}

/** Neither id contains a space. */
function keyOf(peerId: string, connectionId: string): string {
  return `${peerId} ${connectionId}`;
}
