import { describe, expect, it } from "vitest";
import { Attempts } from "./attempts.js";

describe("Attempts", () => {
  it("goes on counting after a connection that did not hold, so that the delays grow", () => {
    const attempts = new Attempts((attempt) => attempt * 100);
    attempts.onConnected(0);
    expect(attempts.onLost(9_999)).toBe(100);
    attempts.onConnecting();
    expect(attempts.onLost(10_000_000)).toBe(200);
    expect(attempts.attempt).toBe(2);
  });

  it("begins anew after a connection that held for 10 s", () => {
    const attempts = new Attempts((attempt) => attempt * 100);
    attempts.onLost(0);
    attempts.onConnected(1_000);
    expect(attempts.onLost(11_000)).toBe(100);
  });

  it("does not come back before the server wants it, and that once", () => {
    const attempts = new Attempts(() => 50);
    attempts.onHint(2_000);
    expect(attempts.onLost(500)).toBe(1_500);
    expect(attempts.onLost(1_990)).toBe(50);
    attempts.onConnecting();
    expect(attempts.onLost(500)).toBe(50);
  });

  it("gives up when the policy does", () => {
    expect(new Attempts(() => null).onLost(0)).toBeNull();
  });

  it("goes on with the second delay after a try that somebody asked for", () => {
    const attempts = new Attempts((attempt) => attempt * 100);
    for (let i = 0; i < 5; i += 1) {
      attempts.onLost(0);
    }
    attempts.beginAnew();
    expect(attempts.attempt).toBe(1);
    expect(attempts.onLost(0)).toBe(200);
  });
});
