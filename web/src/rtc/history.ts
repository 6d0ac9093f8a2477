import { isOfEnded, type Origin, originOf } from "./sdp.js";
import type { SignalingPort } from "./signaling-port.js";

/** Most ended connections that are remembered, and most peers whose offers are counted; the oldest are forgotten. */
const MAX_REMEMBERED = 1_024;

/** An ended connection: the session of the other peer that was notified, if any. */
export interface Ended {
  readonly toldSessionId: string | undefined;
}

/**
 * The state that outlives a link, for all links and calls over one signaling client: the numbers of offers, the ended
 * connections of other peers, and with whom a broken connection was replaced.
 *
 * The numbers of offers continue from link to link, because an answer to an offer of the previous link may still be in
 * flight. Ended connections are remembered, because an offer that crosses a hang-up must not reopen the call.
 */
export class History {
  static readonly #all = new WeakMap<SignalingPort, History>();
  readonly #offers = new Map<string, number>();
  readonly #startedAnew = new Map<string, true>();
  /** By one description of each, newest last. */
  readonly #ended = new Map<string, Ended & { readonly origin: Origin }>();

  static of(signaling: SignalingPort): History {
    const history = History.#all.get(signaling) ?? new History();
    History.#all.set(signaling, history);
    return history;
  }

  /** 1, 2, 3... on each connection, see `Offer.offer_id` of the contract. */
  nextOfferId(peerId: string, connectionId: string): number {
    const key = keyOf(peerId, connectionId);
    const offerId = (this.#offers.get(key) ?? 0) + 1;
    setNewest(this.#offers, key, offerId);
    return offerId;
  }

  /** Returns whether a broken connection may be replaced by a new one: once in each call. */
  startAnew(peerId: string, connectionId: string): boolean {
    const key = keyOf(peerId, connectionId);
    const mayStart = !this.#startedAnew.has(key);
    setNewest(this.#startedAnew, key, true);
    return mayStart;
  }

  /** The call has ended. */
  forgetStartAnew(peerId: string, connectionId: string): void {
    this.#startedAnew.delete(keyOf(peerId, connectionId));
  }

  /** The connection of this description has ended, see {@link originOf}. */
  end(sdp: string, toldSessionId: string | undefined): void {
    const origin = originOf(sdp);
    if (origin !== undefined) {
      const key = [origin.sessions, origin.fingerprints].map((each) => [...each].sort().join(" ")).join(" ");
      setNewest(this.#ended, key, { toldSessionId, origin });
    }
  }

  /** Undefined if the connection of this description is not known to have ended. */
  ended(sdp: string): Ended | undefined {
    const origin = originOf(sdp);
    return origin && [...this.#ended.values()].findLast((each) => isOfEnded(origin, each.origin));
  }
}

/** Neither id contains a space. */
function keyOf(peerId: string, connectionId: string): string {
  return `${peerId} ${connectionId}`;
}

function setNewest<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_REMEMBERED) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
}
