import { expect, test } from "vitest";

import type { Sample } from "../state/model";
import { isPoor } from "./quality";

const GOOD: Sample = { at: 0, sendRate: 900, receiveRate: 900, loss: 0, roundTrip: 30 };
const LOSSY: Sample = { ...GOOD, loss: 12 };
const SLOW: Sample = { ...GOOD, roundTrip: 600 };
const UNKNOWN: Sample = { ...GOOD, loss: null, roundTrip: null };

function repeat(sample: Sample, times: number): Sample[] {
  return Array.from({ length: times }, () => sample);
}

test("five seconds of loss, or of long round trips, are poor", () => {
  expect(isPoor(repeat(LOSSY, 5))).toBe(true);
  expect(isPoor(repeat(SLOW, 5))).toBe(true);
});

test("one bad second is not", () => {
  expect(isPoor([...repeat(GOOD, 4), LOSSY])).toBe(false);
});

test("it is good again when the last five seconds are", () => {
  expect(isPoor([...repeat(LOSSY, 30), ...repeat(GOOD, 5)])).toBe(false);
});

test("nothing is called poor before it is known", () => {
  expect(isPoor(repeat(LOSSY, 4))).toBe(false);
  expect(isPoor(repeat(UNKNOWN, 5))).toBe(false);
});
