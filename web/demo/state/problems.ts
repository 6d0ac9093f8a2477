// Problems for people: what is wrong and what to do next. The code is in the details.
import type { LinkCloseReason, LinkProblem } from "../../src/rtc/index.js";
import type { Notice, SignalingErrorReason } from "../../src/signaling/index.js";
import { SignalingError } from "../../src/signaling/index.js";
import { isolate } from "./text";

export interface Problem {
  /** What is wrong, as a short sentence. */
  readonly title: string;
  /** What to do next. */
  readonly advice: string;
  /** For developers and operators, for instance "UNREACHABLE". May be empty. */
  readonly code: string;
}

type Words = readonly [title: string, advice: string];

const TRYING: Words = ["The connection to the Beckon server was lost.", "This page reconnects automatically."];
const FAULT: Words = ["Something went wrong between this page and the server.", "Reload the page to try again."];

const SIGN_IN: Words = ["Your sign-in is no longer valid.", "Sign in again."];

const SIGNALING_WORDS: Partial<Record<SignalingErrorReason, Words>> = {
  UNREACHABLE: ["The Beckon server cannot be reached.", "Check your network; this page keeps trying."],
  STREAM_ENDED: TRYING,
  SERVER_SILENT: TRYING,
  HEARTBEAT_MISSED: TRYING,
  EVENT_GAP: TRYING,
  ATTACHMENT_UNKNOWN: TRYING,
  STORE_UNAVAILABLE: TRYING,
  MAILBOX_OVERFLOW: TRYING,
  SEQ_GAP: TRYING,
  SLOW: TRYING,
  SHUTDOWN: ["The Beckon server is restarting.", "This page reconnects when it is up."],
  TOO_MANY_TABS: [
    "Other tabs use all connections of this browser.",
    "Without HTTPS a browser opens only six connections to a server. Close a tab, or start the server with ./run --tls.",
  ],
  RATE_LIMITED: ["Too many requests come from your network.", "This page tries again when the server allows it."],
  TOO_MANY_SESSIONS: ["You have joined from as many devices as allowed.", "Leave on one of them."],
  TAKEN_OVER: ["Another page has taken over this session.", "Close it to continue here."],
  BANNED: ["You may not join for some time.", "Ask the operator of this server."],
  DISCONNECTED: ["The operator of this server disconnected you.", "Ask the operator before you join again."],
  TOKEN_MISSING: ["This server requires a sign-in.", "Open the page from the app that uses it."],
  TOKEN_INVALID: SIGN_IN,
  TOKEN_EXPIRED: SIGN_IN,
  TOKEN_REVOKED: SIGN_IN,
  PEER_ID_NOT_ALLOWED: ["You may not use this name here.", "Choose another name."],
  REPLACED: ["You joined again in another tab or window.", "Close it to continue here."],
  PEER_ID_TAKEN: ["This name is taken right now.", "Join again, or choose another name."],
  INTERNAL: [
    "The Beckon server had an internal error.",
    "This page tries again. The operator can look up the reference.",
  ],
  // The server's address is the only option that people can enter in the page's URL.
  INVALID_ARGUMENT: [
    "The server in this page's address is invalid.",
    "Write it in full, as in ?server=http://localhost:8081, or leave it out.",
  ],
  FRAME_TOO_LARGE: ["A message was too large for the server.", "Send less at once."],
};

const NOTICE_WORDS: Partial<Record<Notice["code"], Words>> = {
  ROOM_FULL: ["This room is full.", "Wait until somebody leaves, or open another room."],
  PEER_UNAVAILABLE: ["This person is no longer here.", "If they return, you can call again."],
  NOT_IN_ROOM: ["This person has left the room.", "If they return, you can call again."],
  UNDELIVERED: ["A message did not arrive because its receiver is gone.", "If they return, you can call again."],
  UNCONFIRMED: ["A message may not have arrived because its receiver is gone.", "You can call again."],
  MAILBOX_FULL: ["Too many messages wait for this person.", "Wait until they are back."],
  PERMISSION_DENIED: ["This is not allowed here.", "Ask the operator of this server."],
  RATE_LIMITED: ["Too many messages at once.", "Wait a moment and try again."],
  TOO_LARGE: ["This is too large for the server.", "Send less at once."],
  UNAVAILABLE: ["The server could not do this now.", "Try again in a moment."],
};

/** The problem for anything that the signaling library throws or reports. */
export function signalingProblem(thrown: unknown): Problem {
  const error = SignalingError.from(thrown);
  if (error.notice) return noticeProblem(error.notice);
  const [title, advice] = SIGNALING_WORDS[error.reason] ?? FAULT;
  return { title, advice, code: `${error.reason}: ${error.message}` };
}

export function noticeProblem(notice: Notice): Problem {
  const [title, advice] = NOTICE_WORDS[notice.code] ?? ["The server refused a message.", "The call continues."];
  const fields = notice.fieldViolations.map(({ field, found, expected }) => `${field}: ${found}, expected ${expected}`);
  return { title, advice, code: [`${notice.code}: ${notice.message}`, ...fields].join("\n") };
}

/** The problem for a link that ended with an error; null if somebody ended it. */
export function linkProblem(person: string, reason: LinkCloseReason): Problem | null {
  const name = isolate(person);
  switch (reason.type) {
    case "failed":
      return {
        title: `A connection to ${name} was not possible.`,
        advice: "A firewall on either side may block calls. Try again, or use another network.",
        code: reason.message,
      };
    case "no-answer":
      return noAnswer(name, reason.message);
    case "unavailable":
      return { title: `${name} is no longer here.`, advice: "They may return.", code: reason.message };
    case "hung-up":
      if (reason.reason === "no-answer") return noAnswer(name, reason.reason);
      if (reason.reason !== "declined" && reason.reason !== "busy") return null;
      return { title: `${name} cannot take the call now.`, advice: "Try again later.", code: reason.reason };
    case "closed":
    case "superseded":
      return null;
  }
}

/** A problem of a link that keeps trying. */
export function passingProblem(person: string, { code, message }: LinkProblem): Problem {
  switch (code) {
    case "no-path":
      return {
        title: `No connection to ${isolate(person)} has been found yet.`,
        advice: "A firewall on either side may block calls. This page keeps trying; another network may help.",
        code: `${code}: ${message}`,
      };
  }
}

function noAnswer(name: string, code: string): Problem {
  return { title: `${name} did not answer.`, advice: "Try again later.", code };
}
