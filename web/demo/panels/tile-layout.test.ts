import * as fc from "fast-check";
import { expect, test } from "vitest";

import { GAP, layOutTiles } from "./tile-layout";

const WIDE = { width: 632, height: 640 };
const PHONE = { width: 374, height: 640 };

test("one person has the whole width, in the shape of a picture", () => {
  expect(layOutTiles(1, WIDE)).toEqual({ columns: 1, width: 632, height: 355.5 });
  expect(layOutTiles(1, PHONE)).toEqual({ columns: 1, width: 374, height: 374 / (16 / 9) });
});

test("several are arranged so that tiles are largest", () => {
  expect([2, 3, 5].map((count) => layOutTiles(count, WIDE).columns)).toEqual([1, 1, 2]);
  expect([2, 3, 5].map((count) => layOutTiles(count, { width: 1400, height: 640 }).columns)).toEqual([2, 2, 3]);
});

test("all tiles fit in, none is higher than wide or flatter than a picture, and there is no row or column too many", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 320, max: 4000 }),
      fc.integer({ min: 200, max: 3000 }),
      (count, width, height) => {
        const layout = layOutTiles(count, { width, height });
        const rows = Math.ceil(count / layout.columns);
        expect(layout.columns * layout.width + (layout.columns - 1) * GAP).toBeLessThanOrEqual(width);
        expect(rows * layout.height + (rows - 1) * GAP).toBeLessThanOrEqual(height + 1e-6);
        expect(layout.height).toBeLessThanOrEqual(layout.width);
        expect(layout.width / layout.height).toBeLessThanOrEqual(16 / 9 + 1e-9);
        expect((rows - 1) * layout.columns).toBeLessThan(count);
      },
    ),
  );
});

test("before the stage is measured, nothing is drawn at a wrong size", () => {
  expect(layOutTiles(3, { width: 0, height: 0 })).toMatchObject({ width: 0, height: 0 });
});
