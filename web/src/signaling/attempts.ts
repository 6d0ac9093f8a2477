import type { ReconnectPolicy } from "./reconnect-policy.js";

/** A connection that lived this long held: the next try after it is the first one again. */
const HELD_MS = 10_000;

/** Counts the tries to connect, and says when the next one is due. All times are milliseconds since 1970. */
export class Attempts {
  readonly #policy: ReconnectPolicy;
  #attempt = 1;
  #connectedAt = Number.POSITIVE_INFINITY;
  #notBefore = 0;

  constructor(policy: ReconnectPolicy) {
    this.#policy = policy;
  }

  /** The try that is under way, or due next. */
  get attempt(): number {
    return this.#attempt;
  }

  onConnecting(): void {
    this.#connectedAt = Number.POSITIVE_INFINITY;
    this.#notBefore = 0;
  }

  onConnected(now: number): void {
    this.#connectedAt = now;
  }

  /** The server asks not to come back before `notBefore`. */
  onGoAway(notBefore: number): void {
    this.#notBefore = notBefore;
  }

  /** The connection is lost. @returns how many milliseconds to wait, or null when the policy gives up. */
  onLost(now: number): number | null {
    this.#attempt = now - this.#connectedAt >= HELD_MS ? 1 : this.#attempt + 1;
    const policyMs = this.#policy(this.#attempt);
    return policyMs === null ? null : Math.max(policyMs, this.#notBefore - now);
  }
}
