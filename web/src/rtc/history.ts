import { originOf } from "./sdp.js";
import type { SignalingPort } from "./signaling-port.js";

/** Most connections that are remembered as ended, and most peers whose offers are counted; the oldest are forgotten. */
const MAX_REMEMBERED = 1_024;

/** Who was told that a connection is over: a session of the other peer, or nobody yet. */
export interface Ended {
  readonly toldSessionId: string | undefined;
}

/**
 * What outlives a link, for all links and calls over one signaling: how many offers were made, and which connections of
 * other peers are over.
 *
 * Offers are counted on from link to link, because an answer to an offer of the link before may still be on its way. A
 * connection that was hung up is remembered, because an offer that crossed the hang-up must not bring the call back.
 */
export class History {
  static readonly #all = new WeakMap<SignalingPort, History>();
  readonly #offers = new Map<string, number>();
  readonly #ended = new Map<string, Ended>();

  static of(signaling: SignalingPort): History {
    const history = History.#all.get(signaling) ?? new History();
    History.#all.set(signaling, history);
    return history;
  }

  /** 1, 2, 3... on each connection, see `Offer.offer_id` of the contract. */
  nextOfferId(peerId: string, connectionId: string): number {
    // Neither id holds a space.
    const key = `${peerId} ${connectionId}`;
    const offerId = (this.#offers.get(key) ?? 0) + 1;
    setNewest(this.#offers, key, offerId);
    return offerId;
  }

  /** The connection that this description is of is over, see {@link originOf}. */
  end(sdp: string, toldSessionId: string | undefined): void {
    const origin = originOf(sdp);
    if (origin !== undefined) {
      setNewest(this.#ended, origin, { toldSessionId });
    }
  }

  /** Undefined when the connection that this description is of is not known to be over. */
  ended(sdp: string): Ended | undefined {
    return this.#ended.get(originOf(sdp) ?? "");
  }
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
