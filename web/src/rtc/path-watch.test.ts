import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PathWatch } from "./path-watch.js";

let told: (string | undefined)[];
let watch: PathWatch;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  watch = new PathWatch((problem) => told.push(problem?.code));
});

afterEach(() => {
  watch.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("the search for a path", () => {
  it("that takes 8 s is a problem, told once however often ICE is restarted", () => {
    watch.onAgreed();
    watch.onState("connecting");
    vi.advanceTimersByTime(7_999);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    watch.onState("reconnecting");
    watch.onAgreed();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(["no-path"]);
    expect(watch.problem?.code).toBe("no-path");
  });

  it("is not prolonged by ICE restarts", () => {
    watch.onAgreed();
    watch.onState("connecting");
    vi.advanceTimersByTime(6_000);
    watch.onState("reconnecting");
    watch.onAgreed();
    vi.advanceTimersByTime(2_000);
    expect(told).toEqual(["no-path"]);
  });

  it("is a problem also where the browser finds no candidate, so that its state stays new", () => {
    watch.onAgreed();
    vi.advanceTimersByTime(8_000);
    expect(told).toEqual(["no-path"]);
  });

  it("has not begun before the two sides have each other's descriptions", () => {
    watch.onState("connecting");
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
  });

  it("that succeeds ends the problem, and a later interruption has its own time", () => {
    watch.onAgreed();
    vi.advanceTimersByTime(8_000);
    watch.onState("connected");
    expect(told).toEqual(["no-path", undefined]);
    expect(watch.problem).toBe(undefined);
    vi.advanceTimersByTime(60_000);
    watch.onState("reconnecting");
    vi.advanceTimersByTime(7_999);
    watch.onState("connected");
    vi.advanceTimersByTime(60_000);
    watch.onState("reconnecting");
    vi.advanceTimersByTime(8_000);
    expect(told).toEqual(["no-path", undefined, "no-path"]);
  });
});
