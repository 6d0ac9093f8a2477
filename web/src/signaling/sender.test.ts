import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Sender } from "./sender.js";
import { SignalingError } from "./signaling-error.js";

/** One call of `send`, to be settled by the test. */
interface Call {
  readonly frames: readonly string[];
  readonly isRepeated: boolean;
  readonly patience: number;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** A frame; of ten bytes unless its name has another number. */
interface Frame {
  readonly name: string;
  readonly bytes: number;
}

function framed(name: string): Frame {
  return { name, bytes: Number(/\d{3,}/.exec(name)?.[0] ?? 10) };
}

const lost = new SignalingError("UNREACHABLE");

describe("Sender", () => {
  let waiting: string[];
  let batch: number;
  let calls: Call[];
  let refusals: SignalingError[];
  /** The bytes that each batch was allowed to have. */
  let asked: number[];
  let sender: Sender<Frame>;

  beforeEach(() => {
    vi.useFakeTimers();
    waiting = [];
    batch = 3;
    calls = [];
    refusals = [];
    asked = [];
    sender = new Sender<Frame>(
      {
        usualMs: 10_000,
        takeBatch: (maxBytes) => {
          asked.push(maxBytes);
          const fits = (count: number) => waiting.slice(0, count).reduce((sum, name) => sum + framed(name).bytes, 0);
          let count = Math.min(batch, waiting.length);
          while (count > 1 && fits(count) > maxBytes) {
            count -= 1;
          }
          return waiting.splice(0, count).map(framed);
        },
        makeHeartbeat: () => framed("heartbeat"),
        makeBye: () => framed("bye"),
        send: (frames, isRepeated, patience) =>
          new Promise((resolve, reject) => {
            const names = frames.map(({ name }) => name);
            calls.push({ frames: names, isRepeated, patience, succeed: resolve, fail: reject });
          }),
        onRefused: (error) => refusals.push(error),
      },
      60_000,
    );
  });

  afterEach(() => {
    sender.stop();
    vi.useRealTimers();
  });

  async function say(...frames: string[]): Promise<void> {
    waiting.push(...frames);
    sender.wake();
    await settle();
  }

  it("puts what is said in one go into one call", async () => {
    waiting.push("offer");
    sender.wake();
    waiting.push("candidate");
    sender.wake();
    await settle();
    expect(calls.map(({ frames }) => frames)).toEqual([["offer", "candidate"]]);
  });

  it("has one call in flight and batches the rest behind it", async () => {
    await say("1");
    await say("2");
    await say("3", "4", "5");
    expect(calls).toHaveLength(1);
    calls[0]?.succeed();
    await settle();
    expect(calls.map(({ frames }) => frames)).toEqual([["1"], ["2", "3", "4"]]);
    calls[1]?.succeed();
    await settle();
    expect(calls[2]?.frames).toEqual(["5"]);
  });

  it("repeats a call that was lost with the same frames, ever more slowly, and nothing overtakes it", async () => {
    await say("1", "2");
    await say("3");
    for (const delayMs of [100, 200, 400, 800, 1_600, 2_000, 2_000]) {
      calls.at(-1)?.fail(lost);
      const before = calls.length;
      await vi.advanceTimersByTimeAsync(delayMs - 1);
      expect(calls).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(calls).toHaveLength(before + 1);
      expect(calls.at(-1)).toMatchObject({ frames: ["1", "2"], isRepeated: true });
    }
    calls.at(-1)?.succeed();
    await settle();
    expect(calls.at(-1)).toMatchObject({ frames: ["3"], isRepeated: false });
  });

  it.each(["RATE_LIMITED", "TOO_MANY_SENDS", "STORE_UNAVAILABLE"] as const)(
    "after %s waits as long as the server asks, repeats the same frames, and goes on",
    async (reason) => {
      await say("1", "2");
      await say("3");
      calls[0]?.fail(new SignalingError(reason, { retryAfterMs: 1_500 }));
      await vi.advanceTimersByTimeAsync(1_499);
      expect(calls).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(calls[1]).toMatchObject({ frames: ["1", "2"], isRepeated: true });
      calls[1]?.succeed();
      await settle();
      expect(calls[2]).toMatchObject({ frames: ["3"], isRepeated: false });
      expect(refusals).toEqual([]);
    },
  );

  it("ends with the server's refusal and repeats nothing", async () => {
    await say("1");
    calls[0]?.fail(new SignalingError("ATTACHMENT_UNKNOWN"));
    await say("2");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(refusals).toMatchObject([{ reason: "ATTACHMENT_UNKNOWN" }]);
    expect(calls).toHaveLength(1);
  });

  it("is silent for ever after being stopped, also between two tries", async () => {
    await say("1");
    calls[0]?.fail(lost);
    await settle();
    sender.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls).toHaveLength(1);
    expect(refusals).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("sends a heartbeat after each silence", async () => {
    await vi.advanceTimersByTimeAsync(59_999);
    expect(calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls[0]?.frames).toEqual(["heartbeat"]);
    calls[0]?.succeed();
    await vi.advanceTimersByTimeAsync(30_000);
    await say("1");
    calls[1]?.succeed();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls[2]?.frames).toEqual(["heartbeat"]);
  });

  it("sends what came during a heartbeat after it", async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    await say("1");
    expect(calls).toHaveLength(1);
    calls[0]?.succeed();
    await settle();
    expect(calls[1]?.frames).toEqual(["1"]);
  });

  it("says at once that it will speak more often, and then does, also beside a call that takes long", async () => {
    sender.beatEvery(15_000, true);
    await settle();
    expect(calls.map(({ frames }) => frames)).toEqual([["heartbeat"]]);
    calls[0]?.succeed();
    await settle();
    await say("large");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls.map(({ frames }) => frames)).toEqual([["heartbeat"], ["large"], ["heartbeat"], ["heartbeat"]]);
    calls[2]?.fail(lost);
    calls[1]?.succeed();
    await settle();
    sender.beatEvery(60_000, false);
    await settle();
    calls[4]?.succeed();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(calls).toHaveLength(5);
    expect(refusals).toEqual([]);
  });

  it("keeps what is left of a large call behind a heartbeat that is due", async () => {
    await say("1", "2");
    calls[0]?.fail(new SignalingError("REQUEST_TIMEOUT"));
    await vi.advanceTimersByTimeAsync(100);
    sender.beatEvery(15_000, true);
    calls[1]?.succeed();
    await settle();
    calls[2]?.succeed();
    await settle();
    expect(calls.map(({ frames }) => frames)).toEqual([["1", "2"], ["1"], ["heartbeat"], ["2"]]);
  });

  it("says bye after all that waits", async () => {
    await say("1");
    waiting.push("2");
    sender.sayBye();
    calls[0]?.succeed();
    await settle();
    calls[1]?.succeed();
    await settle();
    expect(calls.map(({ frames }) => frames)).toEqual([["1"], ["2"], ["bye"]]);
  });

  describe("on a slow uplink", () => {
    const tooSlow = new SignalingError("REQUEST_TIMEOUT");

    async function fail(): Promise<void> {
      calls.at(-1)?.fail(tooSlow);
      await settle();
      await vi.advanceTimersByTimeAsync(2_000);
    }

    async function succeed(): Promise<void> {
      calls.at(-1)?.succeed();
      await settle();
    }

    it("halves what does not get through, loses nothing, and grows again", async () => {
      batch = 8;
      await say(..."abcdefgh");
      await fail();
      await fail();
      expect(calls.at(-1)).toMatchObject({ frames: ["a", "b"], isRepeated: true });
      await succeed();
      expect(calls.at(-1)).toMatchObject({ frames: ["c", "d", "e", "f"], isRepeated: false });
      await succeed();
      expect(calls.at(-1)?.frames).toEqual(["g", "h"]);
      await succeed();
      await say(..."ijklmnop");
      expect(calls.at(-1)?.frames).toHaveLength(8);
    });

    it("takes no more of what waits than one call may have", async () => {
      batch = 8;
      await say(..."abcdefgh");
      await fail();
      await fail();
      await succeed();
      await succeed();
      await succeed();
      expect(asked).toEqual([Number.POSITIVE_INFINITY, 80]);
      batch = 20;
      await say(..."ijklmnopqrst");
      expect(calls.at(-1)?.frames).toHaveLength(8);
      expect(waiting).toHaveLength(4);
    });

    it("does not grow because of calls that use little of what they may", async () => {
      batch = 4;
      await say("a 400", "b 400", "c 400", "d 400");
      await fail();
      expect(calls.at(-1)?.frames).toEqual(["a 400", "b 400"]);
      await succeed();
      await succeed();
      expect(asked.at(-1)).toBe(1_600);
      for (const tiny of ["candidate", "end", "hangup"]) {
        await say(tiny);
        await succeed();
      }
      expect(asked.at(-1)).toBe(1_600);
    });

    it("gives a single frame more time instead, up to a bound, and small ones the usual time", async () => {
      await say("offer 800");
      const given: (number | undefined)[] = [];
      for (let i = 0; i < 5; i += 1) {
        given.push(calls.at(-1)?.patience);
        await fail();
      }
      expect(given).toEqual([1, 2, 4, 8, 8]);
      await vi.advanceTimersByTimeAsync(60_000);
      await succeed();
      await say("candidate");
      expect(calls.at(-1)).toMatchObject({ frames: ["candidate"], patience: 1 });
      await succeed();
      await say("offer 900");
      expect(calls.at(-1)).toMatchObject({ frames: ["offer 900"], patience: 8 });
    });

    it("gives a large frame the usual time again once one has arrived in that time", async () => {
      await say("offer 800");
      await fail();
      expect(calls.at(-1)?.patience).toBe(2);
      await vi.advanceTimersByTimeAsync(8_000);
      await succeed();
      await say("offer 800");
      expect(calls.at(-1)?.patience).toBe(1);
    });

    it("keeps what is left over a pause", async () => {
      await say("a", "b", "c");
      await fail();
      sender.pause();
      await succeed();
      sender.resume();
      await settle();
      expect(calls.at(-1)?.frames).toEqual(["b", "c"]);
    });
  });
});

/** Lets all promises that are settled run on. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
