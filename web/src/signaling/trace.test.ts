import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { ClientFrameSchema, EventSchema } from "../gen/beckon/v1/signaling_pb.js";
import { traceReceived, traceSent } from "./trace.js";

test("a frame that only acknowledges is traced as that", () => {
  expect(traceSent(create(ClientFrameSchema, { ack: 7n }), 2, false).kind).toBe("ack");
});

test("every frame and event of the contract has a kind of its own", () => {
  const kindsOf = <T>(arms: readonly string[], kindOf: (arm: string) => T) => arms.map((arm) => [arm, kindOf(arm)]);
  const frames = kindsOf(armsOf(ClientFrameSchema), (arm) => {
    return traceSent(create(ClientFrameSchema, { frame: { case: arm, value: {} } as never }), 2, false).kind;
  });
  const events = kindsOf(armsOf(EventSchema), (arm) => {
    return traceReceived(create(EventSchema, { event: { case: arm, value: {} } as never })).kind;
  });
  // A signal is told by what it carries.
  const unnamed = [...frames, ...events].filter(([arm, kind]) => kind === "unknown" && arm !== "signal");
  expect(unnamed).toEqual([]);
  expect(new Set(events.map(([, kind]) => kind)).size).toBe(events.length);
});

test("an event that is newer than this library is unknown", () => {
  expect(traceReceived(create(EventSchema)).kind).toBe("unknown");
});

function armsOf({ oneofs }: typeof ClientFrameSchema | typeof EventSchema): readonly string[] {
  return oneofs.flatMap(({ fields }) => fields.map(({ localName }) => localName));
}
