import { describe, expect, it } from "vitest";
import { fullJitter } from "./reconnect-policy.js";

describe("fullJitter", () => {
  it("tries again at once after a connection that held", () => {
    expect(fullJitter()(1)).toBe(0);
  });

  it("bounds the delay by twice 0.25 s, doubled with each attempt, up to 20 s", () => {
    const longest = fullJitter({ random: () => 1 });
    const bounds = [2, 3, 4, 5, 6, 7, 8, 9, 2_000].map(longest);
    expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
  });

  it("spreads over the whole range down to 0.25 s", () => {
    expect(fullJitter({ random: () => 0 })(9)).toBe(250);
    expect(fullJitter({ random: () => 0.5 })(9)).toBe(10_125);
  });

  it("never gives up", () => {
    expect(fullJitter()(1_000_000)).not.toBeNull();
  });
});
