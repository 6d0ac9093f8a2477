import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerWatch } from "./answer-watch.js";

let happened: string[];
let isReaching: boolean;
let watch: AnswerWatch;

beforeEach(() => {
  vi.useFakeTimers();
  happened = [];
  isReaching = true;
  watch = new AnswerWatch({
    isReaching: () => isReaching,
    offerAgain: () => happened.push("offer again"),
    onNoAnswer: () => happened.push("no answer"),
  });
});

afterEach(() => {
  watch.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("an offer", () => {
  it("that is not answered is sent once more, and then given up", () => {
    watch.onOffered();
    vi.advanceTimersByTime(14_999);
    expect(happened).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(happened).toEqual(["offer again"]);
    vi.advanceTimersByTime(15_000);
    expect(happened).toEqual(["offer again", "no answer"]);
  });

  it("that is answered is not watched any more, and the next one has its own time", () => {
    watch.onOffered();
    vi.advanceTimersByTime(15_000);
    watch.onSettled();
    vi.advanceTimersByTime(60_000);
    watch.onOffered();
    vi.advanceTimersByTime(15_000);
    expect(happened).toEqual(["offer again", "offer again"]);
  });

  it("waits for a peer that cannot be reached", () => {
    isReaching = false;
    watch.onOffered();
    vi.advanceTimersByTime(300_000);
    expect(happened).toEqual([]);
    isReaching = true;
    vi.advanceTimersByTime(30_000);
    expect(happened).toEqual(["offer again", "no answer"]);
  });
});
