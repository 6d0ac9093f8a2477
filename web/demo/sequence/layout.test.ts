import { expect, test } from "vitest";

import type { TraceKind } from "../../src/signaling/index.js";
import { layOut, lifeOf } from "./layout";
import { peersOf, stepsOf } from "./steps";

function layoutOf(messages: readonly (readonly [TraceKind, number, string?])[], width: number) {
  const traces = messages.map(([kind, at, peerId], id) => ({
    id,
    at,
    direction: "received" as const,
    kind,
    bytes: 1,
    repeated: false,
    ...(peerId ? { peerId } : {}),
  }));
  const steps = stepsOf(traces);
  return layOut(steps, peersOf(steps), { frame: { width, height: 600 }, rowHeight: 34 });
}

const CALL = [
  ["welcome", 0],
  ["peer-joined", 100, "ben"],
  ["offer", 5000, "ben"],
  ["peer-left", 5100, "ben"],
] as const;

test("one call fits a phone of 390 pixels without scrolling sideways", () => {
  expect(layoutOf(CALL, 390).width).toBe(390);
});

test("with more people than fit, lifelines keep their distance and the picture grows", () => {
  const many = ["a", "b", "c", "d", "e"].map((peerId, index) => ["offer", index, peerId] as const);
  const layout = layoutOf(many, 390);
  const places = [layout.me, layout.server, ...layout.peers.values()];
  const gaps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(76);
  expect(layout.width).toBeGreaterThan(Math.max(...places));
});

test("a long silence is one pause with its length, a short one is none", () => {
  expect(layoutOf(CALL, 390).pauses.map(({ ms }) => ms)).toEqual([4900]);
});

test("time runs down: every arrow is lower than the one before", () => {
  const heights = layoutOf(CALL, 390).rows.map(({ y }) => y);
  expect(heights.slice(1).every((y, index) => y > (heights[index] ?? y))).toBe(true);
});

test("a lifeline is whole from joining to leaving", () => {
  const layout = layoutOf(CALL, 390);
  const [, joined, , left] = layout.rows;
  expect(lifeOf("ben", layout)).toEqual({ from: joined?.y, to: left?.y });
});
