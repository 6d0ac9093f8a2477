import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { Notice_Code } from "../../src/gen/beckon/v1/notice_pb.js";
import { DataSchema, type Hangup_Reason, SignalSchema } from "../../src/gen/beckon/v1/signal_pb.js";
import {
  bye,
  data,
  type Frame,
  heartbeat,
  join,
  leave,
  offer,
  type SignalBody,
  type SignalFields,
  sdp,
  signal,
  unknownArm,
  update,
  withUnknownField,
} from "../support/frames.js";
import { freshId, nothingElseReached } from "../support/peer.js";
import { throughEveryDoor } from "../support/scenario.js";

const { INVALID_FRAME, TOO_LARGE } = Notice_Code;

interface Case {
  readonly rule: string;
  /** The frame that breaks it; `to` is a peer that is there. */
  readonly frame: (to: string) => Frame;
  readonly field: string;
  readonly code?: Notice_Code;
  /** What the violation must say was found; by default just something. */
  readonly found?: string;
  readonly expected?: string;
}

const breaks = (rule: string, frame: (to: string) => Frame, field: string, more: Partial<Case> = {}): Case => ({
  rule,
  frame,
  field,
  ...more,
});

/** A fault in the envelope of a signal. */
const envelope = (rule: string, fields: SignalFields, field: string) =>
  breaks(rule, (to) => signal(to, data("x"), fields), field);

/** A fault in the body of a signal. */
const body = (rule: string, value: SignalBody, field: string, more: Partial<Case> = {}) =>
  breaks(rule, (to) => signal(to, value), field, more);

const tooLarge = (bytes: number, limit: number): Partial<Case> => ({
  code: TOO_LARGE,
  found: `${bytes} bytes`,
  expected: `at most ${limit} bytes`,
});

const LINE = "candidate:1 1 UDP 2122252543 10.98.0.1 50000 typ host";
const LONG = "x".repeat(257);
const candidate = (value: object): SignalBody => ({
  case: "candidate",
  value: { candidate: LINE, sdpMid: "0", ...value },
});
const end = (value: object): SignalBody => ({ case: "endOfCandidates", value });

const SIGNALS: readonly Case[] = [
  envelope("a signal is for somebody", { to: "" }, "signal.to"),
  envelope("a peer id has at most 128 bytes", { to: "b".repeat(129) }, "signal.to"),
  envelope("a peer id has no spaces", { to: "b ob" }, "signal.to"),
  envelope("from is the server's word", { from: "mallory" }, "signal.from"),
  envelope("the session of the sender is the server's word", { fromSessionId: "s" }, "signal.from_session_id"),
  envelope("the id of a session has at most 128 bytes", { toSessionId: "s".repeat(129) }, "signal.to_session_id"),
  envelope("the name of a room has no spaces", { room: "living room" }, "signal.room"),
  envelope("the label of a connection has at most 128 bytes", { connectionId: LONG }, "signal.connection_id"),
  envelope("the label of a connection is printable", { connectionId: "a\u0001" }, "signal.connection_id"),
  body("a signal says something", { case: undefined }, "signal.body"),
  body("an offer has a description", { case: "offer", value: {} }, "signal.offer.sdp", { found: "nothing" }),
  body("an offer starts with v=0", { case: "offer", value: { sdp: "hello" } }, "signal.offer.sdp"),
  body("a description has no NUL", { case: "offer", value: { sdp: `${sdp()}\0` } }, "signal.offer.sdp"),
  body(
    "an offer has a greatest size",
    { case: "offer", value: { sdp: "v=0".padEnd(262_145, "x") } },
    "signal.offer.sdp",
    tooLarge(262_145, 262_144),
  ),
  body(
    "the size of a description is counted in bytes",
    { case: "answer", value: { sdp: `v=0${"ü".repeat(131_072)}` } },
    "signal.answer.sdp",
    tooLarge(262_147, 262_144),
  ),
  ...[true, false].map((polite) =>
    body(
      `who is polite is the server's word (${polite})`,
      { case: "offer", value: { sdp: sdp(), polite } },
      "signal.offer.polite",
    ),
  ),
  body("an answer has a description", { case: "answer", value: { offerId: 1 } }, "signal.answer.sdp"),
  body("an answer starts with v=0", { case: "answer", value: { sdp: " v=0" } }, "signal.answer.sdp"),
];

const CANDIDATES: readonly Case[] = [
  body("a candidate has a line", candidate({ candidate: "" }), "signal.candidate.candidate"),
  body("a candidate is one line", candidate({ candidate: `${LINE}\r\n` }), "signal.candidate.candidate"),
  body(
    "a candidate has a greatest size",
    candidate({ candidate: "c".repeat(4_097) }),
    "signal.candidate.candidate",
    tooLarge(4_097, 4_096),
  ),
  body("a candidate has a mid or an index", candidate({ sdpMid: undefined }), "signal.candidate.sdp_mid"),
  body("a mid has at most 256 bytes", candidate({ sdpMid: LONG }), "signal.candidate.sdp_mid", tooLarge(257, 256)),
  body("a mid is one line", candidate({ sdpMid: "0\n" }), "signal.candidate.sdp_mid"),
  body("an index is at most 65535", candidate({ sdpMLineIndex: 65_536 }), "signal.candidate.sdp_m_line_index", {
    found: "65536",
    expected: "at most 65535",
  }),
  body("an index is not negative", candidate({ sdpMLineIndex: 4_294_967_295 }), "signal.candidate.sdp_m_line_index"),
  body(
    "a ufrag has at most 256 bytes",
    candidate({ usernameFragment: LONG }),
    "signal.candidate.username_fragment",
    tooLarge(257, 256),
  ),
  body("a ufrag is one line", candidate({ usernameFragment: "u\t" }), "signal.candidate.username_fragment"),
  body("the end has a short mid", end({ sdpMid: LONG }), "signal.end_of_candidates.sdp_mid", tooLarge(257, 256)),
  body("the end has a small index", end({ sdpMLineIndex: 65_536 }), "signal.end_of_candidates.sdp_m_line_index"),
  body(
    "the end has a short ufrag",
    end({ usernameFragment: LONG }),
    "signal.end_of_candidates.username_fragment",
    tooLarge(257, 256),
  ),
];

const OTHERS: readonly Case[] = [
  body(
    "a hangup has a known reason",
    { case: "hangup", value: { reason: 99 as Hangup_Reason } },
    "signal.hangup.reason",
    {
      found: "99",
    },
  ),
  body("data has content", { case: "data", value: {} }, "signal.data.content"),
  body(
    "the label of data has at most 128 bytes",
    { case: "data", value: { label: "l".repeat(129), content: { case: "text", value: "" } } },
    "signal.data.label",
    tooLarge(129, 128),
  ),
  body(
    "the label of data is one line",
    { case: "data", value: { label: "\n", content: { case: "text", value: "" } } },
    "signal.data.label",
  ),
  body(
    "a text has a greatest size",
    { case: "data", value: { content: { case: "text", value: `${"ü".repeat(32_768)}x` } } },
    "signal.data.text",
    tooLarge(65_537, 65_536),
  ),
  body(
    "bytes have a greatest size",
    { case: "data", value: { content: { case: "bytes", value: new Uint8Array(65_537) } } },
    "signal.data.bytes",
    tooLarge(65_537, 65_536),
  ),
  breaks("a room to join has a name", () => join(""), "join_room.room"),
  breaks("a room to join has no leading $", () => join("$lobby"), "join_room.room"),
  breaks("a room to join has a short name", () => join("r".repeat(129)), "join_room.room"),
  breaks("a room to leave has a name", () => leave(""), "leave_room.room"),
  breaks("a name has at most 256 bytes", () => update(LONG), "update_member.display_name", tooLarge(257, 256)),
  breaks("a name is one line", () => update("\u0085"), "update_member.display_name"),
  breaks("an attribute has a key", () => update(undefined, { "": "x" }), "update_member.attributes"),
  breaks(
    "attributes have a greatest size",
    () => update(undefined, { k: "v".repeat(8_192) }),
    "update_member.attributes",
    tooLarge(8_193, 8_192),
  ),
  breaks("a heartbeat has no seq", () => heartbeat({}, 1), "seq", { found: "1" }),
  breaks("a bye has no seq", () => bye(1), "seq", { found: "1" }),
  breaks("a bare ack has no seq", () => ({ seq: 1n, ack: 5n }), "seq", { found: "1" }),
];

throughEveryDoor((door) => {
  test.each([...SIGNALS, ...CANDIDATES, ...OTHERS])("$rule", async (rule) => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(rule.frame(bob.id));
    const notice = await alice.next("notice");
    expect(notice.code).toBe(rule.code ?? INVALID_FRAME);
    expect(notice.message).not.toBe("");
    expect(notice.fieldViolations.map(({ field }) => field)).toEqual([rule.field]);
    const [violation] = notice.fieldViolations;
    expect(violation?.found).toMatch(rule.found === undefined ? /./ : exactly(rule.found));
    expect(violation?.expected).toMatch(rule.expected === undefined ? /./ : exactly(rule.expected));
    await nothingElseReached(bob, alice);
  });

  test("every field that breaks a rule is named, in one notice about one frame", async () => {
    const alice = await door.register("alice");
    await alice.send(signal("b ob", { case: "offer", value: { sdp: "x", polite: true } }, { from: "eve" }, 1));
    const { clientSeqs, fieldViolations, code } = await alice.next("notice");
    expect({ code, clientSeqs }).toEqual({ code: INVALID_FRAME, clientSeqs: [1n] });
    expect(fieldViolations.map(({ field }) => field).sort()).toEqual([
      "signal.from",
      "signal.offer.polite",
      "signal.offer.sdp",
      "signal.to",
    ]);
  });

  test("a frame that breaks a rule costs only its sender, and only that frame", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(
      signal(bob.id, data("first"), {}, 1),
      signal(bob.id, { case: "offer", value: { sdp: "broken" } }, {}, 2),
      signal(bob.id, data("third"), {}, 3),
    );
    expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "first" } } });
    expect((await bob.next("signal")).body).toMatchObject({ value: { content: { value: "third" } } });
    expect(await alice.next("notice")).toMatchObject({ code: INVALID_FRAME, clientSeqs: [2n] });
    expect(await alice.acked(3)).toBe(3n);
  });

  test("what was found is shown shortened, and never the content of a description", async () => {
    const alice = await door.register("alice");
    await alice.send(signal("b ".repeat(5_000), { case: "offer", value: { sdp: "a-secret-description" } }));
    const { fieldViolations, message } = await alice.next("notice");
    for (const { found } of fieldViolations) {
      expect(found.length).toBeLessThan(100);
    }
    expect(JSON.stringify([fieldViolations, message])).not.toContain("a-secret-description");
  });

  test("a kind of frame that the server does not know is answered UNSUPPORTED", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    await alice.send(unknownArm(1), signal(bob.id, offer(), {}, 2));
    expect(await alice.next("notice")).toMatchObject({ code: Notice_Code.UNSUPPORTED, clientSeqs: [1n] });
    expect(await bob.next("signal")).toMatchObject({ from: alice.id });
    expect(await alice.acked(2)).toBe(2n);
  });

  test("a field that the server does not know reaches nobody", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const body = create(DataSchema, { content: { case: "text", value: "x" } });
    const known = create(SignalSchema, { to: bob.id, body: { case: "data", value: withUnknownField(body) } });
    await alice.send({ frame: { case: "signal", value: withUnknownField(known) } });
    const { $unknown: onSignal, body: received } = await bob.next("signal");
    expect(onSignal).toBeUndefined();
    expect(received.value?.$unknown).toBeUndefined();
  });

  test("an answer to nothing and a hangup of nothing are handed on: the server keeps no calls", async () => {
    const [alice, bob] = [await door.register("alice"), await door.register("bob")];
    const connectionId = freshId("c");
    await alice.send(signal(bob.id, { case: "hangup", value: {} }, { connectionId }));
    expect(await bob.next("signal")).toMatchObject({ connectionId, body: { case: "hangup" } });
  });
});

function exactly(text: string): RegExp {
  return new RegExp(`^${text}$`);
}
