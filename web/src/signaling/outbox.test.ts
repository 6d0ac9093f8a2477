import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Outbox } from "./outbox.js";

const roomy = { maxFrames: 10_000, maxBytes: 1_000_000 };

describe("Outbox", () => {
  it("numbers frames from 1 without a gap, also after a refusal", () => {
    const outbox = new Outbox<string>({ maxFrames: 2, maxBytes: 100 });
    expect(outbox.add("a", 1)).toBe(1n);
    expect(outbox.add("b", 1)).toBe(2n);
    expect(() => outbox.add("c", 1)).toThrowError(expect.objectContaining({ reason: "QUEUE_FULL" }));
    outbox.takeBatch(10, 100, 0);
    outbox.acknowledge(1n);
    expect(outbox.add("c", 1)).toBe(3n);
  });

  it("refuses what exceeds its bytes, and keeps a reserve for what must fit", () => {
    const outbox = new Outbox<string>({ maxFrames: 10, maxBytes: 10 });
    outbox.add("a", 10);
    expect(() => outbox.add("b", 1)).toThrowError(expect.objectContaining({ reason: "QUEUE_FULL" }));
    expect(outbox.add("join", 1, true)).toBe(2n);
  });

  it("has room again for as many bytes as were acknowledged", () => {
    const outbox = new Outbox<string>({ maxFrames: 10, maxBytes: 10 });
    outbox.add("a", 6);
    outbox.add("b", 4);
    outbox.takeBatch(10, 100, 0);
    outbox.acknowledge(1n);
    expect(() => outbox.add("c", 7)).toThrowError(expect.objectContaining({ reason: "QUEUE_FULL" }));
    expect(outbox.add("c", 6)).toBe(3n);
  });

  it("bounds the reserve too", () => {
    const outbox = new Outbox<number>({ maxFrames: 1, maxBytes: 10 });
    const addMany = () => {
      for (let i = 0; i < 1_000; i += 1) {
        outbox.add(i, 1, true);
      }
    };
    expect(addMany).toThrowError(expect.objectContaining({ reason: "QUEUE_FULL" }));
  });

  it("takes a frame that is larger than a whole batch alone", () => {
    const outbox = new Outbox<string>(roomy);
    outbox.add("large", 500);
    outbox.add("small", 1);
    expect(outbox.takeBatch(10, 100, 6).map(({ content }) => content)).toEqual(["large"]);
    expect(outbox.takeBatch(10, 100, 6).map(({ content }) => content)).toEqual(["small"]);
  });

  it("tells what was sent without an ack apart from what was not sent", () => {
    const outbox = new Outbox<string>(roomy);
    for (const content of ["a", "b", "c", "d"]) {
      outbox.add(content, 1);
    }
    outbox.takeBatch(3, 100, 0);
    outbox.acknowledge(1n);
    expect(outbox.remainder()).toEqual({ unconfirmed: ["b", "c"], unsent: ["d"] });
  });

  it("hands out every frame once, in order, in batches within the limits, whatever is acked when", () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ take: fc.integer({ min: 1, max: 8 }) }),
      fc.record({ ack: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const outbox = new Outbox<number>(roomy);
        let added = 0;
        const taken: bigint[] = [];
        for (const each of steps) {
          if ("add" in each) {
            outbox.add(added, each.add);
            added += 1;
          } else if ("take" in each) {
            const batch = outbox.takeBatch(each.take, 100, 6);
            expect(batch.length).toBeLessThanOrEqual(each.take);
            const bytes = batch.reduce((total, frame) => total + frame.bytes + 6, 0);
            expect(batch.length === 1 || bytes <= 100).toBe(true);
            taken.push(...batch.map(({ seq }) => seq));
          } else {
            outbox.acknowledge(BigInt(Math.floor(each.ack * taken.length)));
          }
        }
        expect(taken).toEqual(taken.map((_, index) => BigInt(index + 1)));
        const rest = outbox.takeBatch(100_000, Number.MAX_SAFE_INTEGER, 0);
        expect(taken.length + rest.length).toBe(added);
      }),
    );
  });
});
