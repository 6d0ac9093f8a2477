// When a connection is called poor: what people hear as gaps, or as talking over each other.
import type { Sample } from "../state/model";

/** Judged over this many seconds, so that one lost second does not flicker. */
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

/** Of what is known; 0 when nothing is. */
function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
