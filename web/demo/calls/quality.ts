// When a connection counts as poor: when people hear gaps or talk over each other.
import type { Sample } from "../state/model";

/** Averaged over this many seconds, so that a single bad second does not count. */
const JUDGED = 5;
const POOR_LOSS_PERCENT = 5;
const POOR_ROUND_TRIP_MS = 400;

export function isPoor(samples: readonly Sample[]): boolean {
  const last = samples.slice(-JUDGED);
  if (last.length < JUDGED) return false;
  const loss = mean(last.map((sample) => sample.loss));
  const roundTrip = mean(last.map((sample) => sample.roundTrip));
  return loss > POOR_LOSS_PERCENT || roundTrip > POOR_ROUND_TRIP_MS;
}

/** The mean of the known values; 0 if there are none. */
function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
