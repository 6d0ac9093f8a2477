/**
 * Decides when to reconnect.
 *
 * @param attempt 1 for the first attempt after a loss, then 2, 3... until a connection is stable.
 * @returns how many milliseconds to wait, or null to give up and close the client.
 */
export type ReconnectPolicy = (attempt: number) => number | null;

/** Settings of {@link fullJitter}. */
export interface FullJitterOptions {
  /** The minimum delay from the second attempt on. The maximum is twice that at first, and doubles. Default 250 ms. */
  readonly baseMs?: number;
  /** The upper limit of the maximum delay. Default 20 000 ms. */
  readonly maxMs?: number;
  /** A source of random numbers from 0 to below 1. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Reconnects at once, then after random delays between `baseMs` and a maximum that doubles up to `maxMs`, without end.
 * The randomness spreads the clients after a server failure: with equal delays they would all reconnect at once.
 */
export function fullJitter(options: FullJitterOptions = {}): ReconnectPolicy {
  const { baseMs = 250, maxMs = 20_000, random = Math.random } = options;
  return (attempt) => {
    if (attempt <= 1) {
      return 0;
    }
    const boundMs = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
    return Math.round(baseMs + random() * (boundMs - baseMs));
  };
}
