import { describe, expect, it, vi } from "vitest";
import { EventQueue } from "./event-queue.js";
import type { SignalingEvent } from "./events.js";

const first: SignalingEvent = { type: "ice-servers", list: { iceServers: [] } };
const second: SignalingEvent = { type: "ice-servers", list: { iceServers: [{ urls: ["stun:stun.example.org"] }] } };

describe("EventQueue", () => {
  it("delivers after the call that caused the event, in order, also what listeners cause", async () => {
    const queue = new EventQueue();
    const heard: SignalingEvent[] = [];
    queue.add((event) => {
      heard.push(event);
      if (event === first) {
        queue.emit(second);
        expect(heard).toEqual([first]);
      }
    });
    queue.emit(first);
    expect(heard).toEqual([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(heard).toEqual([first, second]);
  });

  it("calls a listener that was added twice, twice, and one that was removed no more", async () => {
    const queue = new EventQueue();
    const listener = vi.fn();
    const remove = queue.add(listener);
    queue.add(listener);
    queue.emit(first);
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(2);
    remove();
    queue.emit(first);
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it("does not call a listener that another one removed because of the same event", async () => {
    const queue = new EventQueue();
    const listener = vi.fn();
    queue.add(() => remove());
    const remove = queue.add(listener);
    queue.emit(first);
    await Promise.resolve();
    expect(listener).not.toHaveBeenCalled();
  });

  it("reports what a listener throws, and goes on with the others", async () => {
    const reported: (() => void)[] = [];
    const queue = new EventQueue();
    const listener = vi.fn();
    queue.add(() => {
      throw new Error("a fault of the app");
    });
    queue.add(listener);
    queue.emit(first);
    vi.spyOn(globalThis, "queueMicrotask").mockImplementation((report) => reported.push(report));
    await Promise.resolve();
    expect(listener).toHaveBeenCalledOnce();
    expect(reported).toHaveLength(1);
    expect(reported[0]).toThrowError("a fault of the app");
  });
});
