import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeerConnection } from "../testing/fake-peer-connection.js";
import { IceWatch } from "./ice-watch.js";

let fake: FakePeerConnection;
let watch: IceWatch;
let restarts: number;
let isGivenUp: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakePeerConnection({});
  restarts = 0;
  isGivenUp = false;
  watch = new IceWatch(fake.asConnection(), 5, {
    onState: () => undefined,
    onRestart: () => {
      restarts += 1;
    },
    onGivenUp: () => {
      isGivenUp = true;
    },
  });
  fake.setConnectionState("connected");
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

describe("ICE", () => {
  it("is restarted after 3 s of interruption, not only when it failed", () => {
    fake.setConnectionState("disconnected");
    vi.advanceTimersByTime(2_999);
    expect(restarts).toBe(0);
    vi.advanceTimersByTime(1);
    expect(restarts).toBe(1);
  });

  it("is not restarted when media flow again in time", () => {
    fake.setConnectionState("disconnected");
    vi.advanceTimersByTime(2_999);
    fake.setConnectionState("connected");
    vi.advanceTimersByTime(60_000);
    expect(restarts).toBe(0);
  });

  it("is restarted at once when the network changes during an interruption, and left alone when all is well", () => {
    watch.onNetworkChange();
    expect(restarts).toBe(0);
    fake.setConnectionState("disconnected");
    watch.onNetworkChange();
    expect(restarts).toBe(1);
    vi.advanceTimersByTime(3_000);
    expect(restarts).toBe(1);
  });

  it("is restarted once for the reports of one change of the network, and these restarts do not use up the others", () => {
    fake.setConnectionState("disconnected");
    for (let i = 0; i < 100; i += 1) {
      watch.onNetworkChange();
      watch.onNetworkChange();
      vi.advanceTimersByTime(500);
    }
    expect(restarts).toBe(10);
    expect(isGivenUp).toBe(false);
    for (let i = 0; i < 5; i += 1) {
      fake.setConnectionState("failed");
    }
    expect(restarts).toBe(15);
    expect(isGivenUp).toBe(false);
    fake.setConnectionState("failed");
    expect(isGivenUp).toBe(true);
  });
});
