/**
 * Says when to try again.
 *
 * @param attempt 1 for the first try after a loss, then 2, 3... for as long as no connection holds.
 * @returns how many milliseconds to wait, or null to give up and close the client.
 */
export type ReconnectPolicy = (attempt: number) => number | null;

/** Settings of {@link fullJitter}. */
export interface FullJitterOptions {
  /** The least delay from the second try on; the bound of the delays is twice that, and doubles. Default 250 ms. */
  readonly baseMs?: number;
  /** The bound that no delay exceeds. Default 20 000 ms. */
  readonly maxMs?: number;
  /** A source of numbers from 0 to below 1. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Tries again at once, then after random delays between `baseMs` and a bound that doubles up to `maxMs`, for ever. The
 * randomness spreads the clients of a server that went down: with equal delays they would come back all together.
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
