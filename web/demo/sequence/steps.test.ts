import fc from "fast-check";
import { expect, test } from "vitest";

import type { TraceKind } from "../../src/signaling/index.js";
import type { NumberedTrace } from "../state/model";
import { peersOf, stepsOf } from "./steps";
import { shortWords } from "./words";

let lastId = 0;

function trace(kind: TraceKind, direction: "sent" | "received", at: number, more: Partial<NumberedTrace> = {}) {
  lastId += 1;
  return { id: lastId, at, direction, kind, bytes: 100, repeated: false, ...more };
}

const ben = { peerId: "ben" };

test("heartbeats and bare acks are drawn only when asked for, and what is newer than the page says so", () => {
  const traces = (["hello", "ack", "heartbeat", "unknown"] as const).map((kind, at) => trace(kind, "sent", at));
  expect(stepsOf(traces).map(({ kind }) => kind)).toEqual(["hello", "unknown"]);
  const words = stepsOf(traces, "with-heartbeats").map((step) => shortWords(step, String));
  expect(words).toEqual(["hello", "ack", "heartbeat", "newer than this page"]);
});

test("a run of candidates is one step with their number and sizes", () => {
  const steps = stepsOf([0, 10, 20].map((at) => trace("candidate", "sent", at, ben)));
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ count: 3, bytes: 300, at: 0, until: 20 });
});

test("runs of both sides go on while they cross each other", () => {
  const steps = stepsOf([
    trace("candidate", "sent", 0, ben),
    trace("candidate", "received", 1, ben),
    trace("candidate", "sent", 2, ben),
    trace("candidate", "received", 3, ben),
  ]);
  expect(steps.map(({ isSent, count }) => [isSent, count])).toEqual([
    [true, 2],
    [false, 2],
  ]);
});

test("a run ends at another message, at a pause, and at another connection", () => {
  const others = [
    [trace("answer", "received", 1, ben), trace("candidate", "sent", 2, ben)],
    [trace("candidate", "sent", 2500, ben)],
    [trace("candidate", "sent", 2, { ...ben, connectionId: "screen" })],
    [trace("candidate", "sent", 2, { peerId: "carla" })],
  ];
  for (const rest of others) {
    const candidates = stepsOf([trace("candidate", "sent", 0, ben), ...rest]).filter(
      ({ kind }) => kind === "candidate",
    );
    expect(candidates.map(({ count }) => count)).toEqual([1, 1]);
  }
});

test("heartbeats are left out unless they are asked for", () => {
  const traces = [trace("heartbeat", "received", 0)];
  expect(stepsOf(traces)).toHaveLength(0);
  expect(stepsOf(traces, "with-heartbeats")).toHaveLength(1);
});

test("lifelines are for those who exchanged signals, in the order of their first one", () => {
  const steps = stepsOf([
    trace("peer-joined", "received", 0, { peerId: "zoe" }),
    trace("offer", "sent", 1, { peerId: "carla" }),
    trace("offer", "received", 2, ben),
    trace("answer", "received", 3, { peerId: "carla" }),
  ]);
  expect(peersOf(steps)).toEqual(["carla", "ben"]);
});

test("no message and no byte is lost, and steps stay in the order of time", () => {
  const kinds: TraceKind[] = ["offer", "answer", "candidate", "candidate", "candidate", "peer-joined", "notice"];
  const message = fc.record({
    kind: fc.constantFrom(...kinds),
    direction: fc.constantFrom("sent" as const, "received" as const),
    wait: fc.integer({ min: 0, max: 3000 }),
    bytes: fc.integer({ min: 0, max: 5000 }),
    peerId: fc.constantFrom("ben", "carla"),
  });
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      let at = 0;
      const traces = messages.map(({ kind, direction, wait, ...more }) => {
        at += wait;
        return trace(kind, direction, at, more);
      });
      const steps = stepsOf(traces);
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(steps.map(({ count }) => count))).toBe(messages.length);
      expect(sum(steps.map(({ bytes }) => bytes))).toBe(sum(messages.map(({ bytes }) => bytes)));
      expect(steps.map((step) => step.at)).toEqual(steps.map((step) => step.at).sort((a, b) => a - b));
    }),
  );
});
