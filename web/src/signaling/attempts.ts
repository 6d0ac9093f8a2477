import type { ReconnectPolicy } from "./reconnect-policy.js";

/** A connection that lived this long held: the next loss is the first one again. */
const HELD_MS = 10_000;

/** Counts the tries to connect, and says when the next one is due. All times are milliseconds of a monotonic clock. */
export class Attempts {
  readonly #policy: ReconnectPolicy;
  #failures = 0;
  #connectedAt = Number.POSITIVE_INFINITY;
  #notBefore = 0;

  constructor(policy: ReconnectPolicy) {
    this.#policy = policy;
  }

  /** The try that is under way, or due next: 1 for the first one, and for the first after a loss. */
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

  /** The server asks not to come back before `notBefore`. */
  onHint(notBefore: number): void {
    this.#notBefore = Math.max(this.#notBefore, notBefore);
  }

  /** How long the server still wants to be left alone, in milliseconds. */
  hintMs(now: number): number {
    return Math.max(0, this.#notBefore - now);
  }

  /** The connection is lost, or was not to be had. @returns how many milliseconds to wait, or null to give up. */
  onLost(now: number): number | null {
    this.#failures = now - this.#connectedAt >= HELD_MS ? 1 : this.#failures + 1;
    this.#connectedAt = Number.POSITIVE_INFINITY;
    const policyMs = this.#policy(this.#failures);
    return policyMs === null ? null : Math.max(policyMs, this.hintMs(now));
  }

  /** Something changed for the better: the next try is the first one, and made now. */
  beginAnew(): void {
    this.#failures = 1;
  }
}
