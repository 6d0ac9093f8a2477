import { expect, test } from "vitest";

import { formatDuration, formatNames, formatOffset, formatRate, formatSize, initials } from "./format";

test("sizes and rates change their unit at a thousand", () => {
  expect([999, 1000, 2412].map(formatSize)).toEqual(["999 B", "1 kB", "2.4 kB"]);
  expect([640.4, 1840].map(formatRate)).toEqual(["640 kbit/s", "1.8 Mbit/s"]);
});

test("durations go from below a millisecond to minutes", () => {
  expect([0, 0.4, 18.4, 2400, 190_000].map(formatDuration)).toEqual(["0 ms", "<1 ms", "18 ms", "2.4 s", "3 min 10 s"]);
});

test("offsets have the same width within ten minutes", () => {
  expect([0, 4218, 65_001].map(formatOffset)).toEqual(["0:00.000", "0:04.218", "1:05.001"]);
});

test("many names end in a number", () => {
  const names = ["Ana", "Ben", "Carla", "Dmitri"];
  expect([1, 2, 3, 4].map((count) => formatNames(names.slice(0, count)))).toEqual([
    "Ana",
    "Ana and Ben",
    "Ana, Ben and Carla",
    "Ana, Ben and 2 more",
  ]);
});

test("initials take whole characters, from the first and the last word", () => {
  expect(["Ana Lindqvist", "ben", "Å. de Vries", "李小龍"].map(initials)).toEqual(["AL", "B", "ÅV", "李"]);
});
