import { expect, test } from "vitest";

import type { LinkCloseReason } from "../../src/rtc/index.js";
import { type Notice, SignalingError } from "../../src/signaling/index.js";
import { linkProblem, noticeProblem, passingProblem, signalingProblem } from "./problems";

const NOTICE: Notice = {
  code: "ROOM_FULL",
  message: "room has 256 members",
  peerId: "",
  room: "harbor",
  connectionId: "",
  fieldViolations: [],
};

/** What a person must never be shown first: codes, types, class names. */
const CODE = /[A-Z]{3,}_|Error|undefined|null|\bstatus\b/;

test.each([
  "UNREACHABLE",
  "REPLACED",
  "PEER_ID_TAKEN",
  "SHUTDOWN",
  "INTERNAL",
  "INVALID_ARGUMENT",
  "UNSPECIFIED",
] as const)("%s is told in words, with its code in the details", (reason) => {
  const { title, advice, code } = signalingProblem(new SignalingError(reason));
  expect(`${title} ${advice}`).not.toMatch(CODE);
  expect(code).toContain(reason);
});

test("anything thrown becomes a problem in words", () => {
  const { title, advice } = signalingProblem(new TypeError("x is undefined"));
  expect(`${title} ${advice}`).not.toMatch(CODE);
});

test("a refused join is told by its notice", () => {
  const refused = new SignalingError("REFUSED", { notice: NOTICE });
  expect(signalingProblem(refused)).toEqual(noticeProblem(NOTICE));
  expect(noticeProblem(NOTICE).title).toBe("This room is full.");
});

test("a refused field is named in the details only", () => {
  const violation = { field: "signal.offer.sdp", found: "262200 bytes", expected: "at most 262144 bytes" };
  const problem = noticeProblem({ ...NOTICE, code: "TOO_LARGE", fieldViolations: [violation] });
  expect(problem.title).not.toContain("sdp");
  expect(problem.code).toContain("signal.offer.sdp: 262200 bytes, expected at most 262144 bytes");
});

test("a link that ended as somebody wanted is no problem", () => {
  const wanted: LinkCloseReason[] = [{ type: "closed" }, { type: "hung-up", reason: "ended" }];
  expect(wanted.map((reason) => linkProblem("Ben", reason))).toEqual([null, null]);
});

test("a link that failed names the person and says what to do", () => {
  const problem = linkProblem("Ben", { type: "failed", message: "ICE failed" });
  expect(problem?.title).toContain("Ben");
  expect(problem?.advice).toContain("Try again");
});

test.each([
  { type: "no-answer", message: "Ben did not answer" },
  { type: "hung-up", reason: "no-answer" },
] as const)("a call that nobody answers is told in words, whichever side gave up: $type", (reason) => {
  expect(linkProblem("Ben", reason)?.title).toMatch(/Ben.* did not answer/);
});

test("a path that is not found is told in words, with what can help and its code in the details", () => {
  const { title, advice, code } = passingProblem("Ben", { code: "no-path", message: "no path for 10 s" });
  expect(title).toContain("Ben");
  expect(advice).toContain("keeps trying");
  expect(`${title} ${advice}`).not.toMatch(CODE);
  expect(code).toBe("no-path: no path for 10 s");
});
