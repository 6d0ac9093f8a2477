import type { IncomingSignal } from "../signaling/signal.js";

/** Most peers, and most candidates of each, that are kept. */
const MAX_PEERS = 64;
const MAX_CANDIDATES = 256;

/**
 * Candidates of peers that have not offered yet: some implementations send them before their offer. They are kept for
 * the link that the offer opens.
 */
export class EarlyCandidates {
  readonly #kept = new Map<string, IncomingSignal[]>();

  /** Keeps a candidate or the end of candidates; those of an earlier session of that peer are dropped. */
  keep(signal: IncomingSignal): void {
    const kept = (this.#kept.get(signal.from) ?? []).filter((each) => each.fromSessionId === signal.fromSessionId);
    if (kept.length < MAX_CANDIDATES && (this.#kept.has(signal.from) || this.#kept.size < MAX_PEERS)) {
      this.#kept.set(signal.from, [...kept, signal]);
    }
  }

  /** Removes and returns the candidates of this session of a peer, in order. */
  take(peerId: string, sessionId: string): readonly IncomingSignal[] {
    const kept = this.#kept.get(peerId) ?? [];
    this.#kept.delete(peerId);
    return kept.filter(({ fromSessionId }) => fromSessionId === sessionId);
  }

  forget(peerId: string): void {
    this.#kept.delete(peerId);
  }

  clear(): void {
    this.#kept.clear();
  }
}
