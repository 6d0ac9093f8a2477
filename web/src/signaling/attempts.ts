import type { ReconnectPolicy } from "./reconnect-policy.js";

/** A connection that lasted this long was stable: the next loss counts as the first one. */
const HELD_MS = 10_000;

/**
 * Counts the connection attempts and computes the delay of the next one. All times are milliseconds of a monotonic
 * clock.
 */
export class Attempts {
  readonly #policy: ReconnectPolicy;
  #failures = 0;
  #connectedAt = Number.POSITIVE_INFINITY;
  #notBefore = 0;

  constructor(policy: ReconnectPolicy) {
    this.#policy = policy;
  }

  /** The current or next attempt: 1 for the first one, and for the first after a loss. */
  get attempt(): number {
    return Math.max(1, this.#failures);
  }

  onConnecting(): void {
    this.#connectedAt = Number.POSITIVE_INFINITY;
    this.#notBefore = 0;
  }

  onConnected(now: number): void {
    this.#connectedAt = now;
  }

  /** The server asked the client not to reconnect before `notBefore`. */
  onHint(notBefore: number): void {
    this.#notBefore = Math.max(this.#notBefore, notBefore);
  }

  /** How long the server still asks the client to wait, in milliseconds. */
  hintMs(now: number): number {
    return Math.max(0, this.#notBefore - now);
  }

  /** The connection is lost or could not be established. @returns how many milliseconds to wait, or null to give up. */
  onLost(now: number): number | null {
    this.#failures = now - this.#connectedAt >= HELD_MS ? 1 : this.#failures + 1;
    this.#connectedAt = Number.POSITIVE_INFINITY;
    const policyMs = this.#policy(this.#failures);
    return policyMs === null ? null : Math.max(policyMs, this.hintMs(now));
  }

  /** Conditions have improved: the next attempt counts as the first and is made now. */
  beginAnew(): void {
    this.#failures = 1;
  }
}
