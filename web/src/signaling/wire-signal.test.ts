import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SignalSchema } from "../gen/beckon/v1/signal_pb.js";
import type { SignalBody } from "./signal.js";
import { fromWireSignal, toWireSignal } from "./wire-signal.js";

const place = fc.record({
  sdpMid: fc.option(fc.string()),
  sdpMLineIndex: fc.option(fc.nat(65_535)),
  usernameFragment: fc.option(fc.string({ minLength: 1 })),
});

const body: fc.Arbitrary<SignalBody> = fc.oneof(
  fc.record({ type: fc.constant("offer" as const), sdp: fc.string(), offerId: fc.nat() }),
  fc.record({ type: fc.constant("answer" as const), sdp: fc.string(), offerId: fc.nat(), provisional: fc.boolean() }),
  fc
    .tuple(place, fc.string())
    .map(([at, text]) => ({ type: "candidate" as const, candidate: `candidate:${text}.`, ...at })),
  place.map((at) => ({ type: "end-of-candidates" as const, ...at })),
  fc.record({
    type: fc.constant("hangup" as const),
    reason: fc.constantFrom("unspecified", "ended", "declined", "busy", "no-answer", "failed"),
  }),
  fc.record({
    type: fc.constant("data" as const),
    label: fc.string(),
    content: fc.oneof(fc.string(), fc.uint8Array()),
  }),
);

/** What the receiver reads of what the sender wrote, over the encoding. */
function overTheWire(sent: SignalBody) {
  const wire = toBinary(
    SignalSchema,
    create(SignalSchema, toWireSignal({ to: "bob", connectionId: "screen", body: sent })),
  );
  return fromWireSignal(fromBinary(SignalSchema, wire));
}

describe("signals on the wire", () => {
  it("come out as they went in, whatever the body", () => {
    fc.assert(
      fc.property(body, (sent) => {
        expect(overTheWire(sent)?.body).toEqual(sent);
      }),
    );
  });

  it("tell null from empty and from zero", () => {
    const at = { sdpMid: "", sdpMLineIndex: 0, usernameFragment: null };
    expect(overTheWire({ type: "candidate", candidate: "candidate:1", ...at })?.body).toMatchObject(at);
  });

  it("leave out the line break of a candidate that was cut out of a description, which the server refuses", () => {
    const at = { sdpMid: "0", sdpMLineIndex: 0, usernameFragment: null };
    for (const end of ["\r\n", "\n", "\r", " \r\n\r\n"]) {
      expect(overTheWire({ type: "candidate", candidate: `candidate:1 1 udp 1${end}`, ...at })?.body).toEqual({
        ...{ type: "candidate", candidate: "candidate:1 1 udp 1", ...at },
      });
    }
  });

  it("take an empty username fragment, as some stacks send it, for none", () => {
    const at = { sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "" };
    const none = { ...at, usernameFragment: null };
    expect(overTheWire({ type: "candidate", candidate: "candidate:1", ...at })?.body).toMatchObject(none);
    expect(overTheWire({ type: "end-of-candidates", ...at })?.body).toMatchObject(none);
  });

  it("leave to the server what is the server's to say", () => {
    const wire = create(
      SignalSchema,
      toWireSignal({ to: "bob", body: { type: "offer", sdp: "v=0", offerId: 1, polite: true } }),
    );
    expect(wire).toMatchObject({ from: "", fromSessionId: "" });
    expect(wire.body.case === "offer" && wire.body.value.polite).toBeUndefined();
  });

  it("carry the server's word on who is polite", () => {
    const wire = create(SignalSchema, { from: "a", body: { case: "offer", value: { sdp: "v=0", polite: false } } });
    expect(fromWireSignal(wire)?.body).toMatchObject({ polite: false });
  });

  it("of a kind that is not known yet are passed over", () => {
    expect(fromWireSignal(create(SignalSchema, { from: "a" }))).toBeUndefined();
  });
});
