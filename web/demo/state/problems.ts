// Problems in words first: what is wrong, what to do next. The code is for those who open the details.
import type { LinkCloseReason } from "../../src/rtc/index.js";
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

const TRYING: Words = ["The connection to the Beckon server was lost.", "It comes back by itself."];
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
  SHUTDOWN: ["The Beckon server is restarting.", "This page comes back when it is up."],
  TOO_MANY_TABS: [
    "Other tabs hold all connections of this browser.",
    "Without HTTPS a browser opens only six to one server. Close a tab, or start the server with ./run --tls.",
  ],
  RATE_LIMITED: ["Too many people come from your network at once.", "This page tries again when the server allows it."],
  TOO_MANY_SESSIONS: ["You are here from as many devices as allowed.", "Leave on one of them."],
  TAKEN_OVER: ["This page was continued elsewhere.", "Close the other one to come back here."],
  BANNED: ["You may not join for a while.", "Ask who runs this server."],
  DISCONNECTED: ["You were disconnected by who runs this server.", "Ask them before you join again."],
  TOKEN_MISSING: ["This server lets in only who is signed in.", "Open the page from the app that uses it."],
  TOKEN_INVALID: SIGN_IN,
  TOKEN_EXPIRED: SIGN_IN,
  TOKEN_REVOKED: SIGN_IN,
  PEER_ID_NOT_ALLOWED: ["You may not use this name here.", "Choose another name."],
  REPLACED: ["You joined again in another tab or window.", "Close that one to come back here."],
  PEER_ID_TAKEN: ["This name is taken right now.", "Join again, or choose another name."],
  INTERNAL: ["The Beckon server has a fault.", "This page tries again; its operator can look up the reference."],
  // The server's address is the one thing that people can write into the page's.
  INVALID_ARGUMENT: [
    "The server in this page's address cannot be used.",
    "Write it whole, as in ?server=http://localhost:8081, or leave it out.",
  ],
  FRAME_TOO_LARGE: ["A message was too large for the server.", "Send less at once."],
};

const NOTICE_WORDS: Partial<Record<Notice["code"], Words>> = {
  ROOM_FULL: ["This room is full.", "Wait until somebody leaves, or open another room."],
  PEER_UNAVAILABLE: ["This person is no longer here.", "They may come back; then you can call again."],
  NOT_IN_ROOM: ["This person has left the room.", "They may come back; then you can call again."],
  UNDELIVERED: [
    "A message did not arrive, because its receiver is gone.",
    "They may come back; then you can call again.",
  ],
  UNCONFIRMED: ["Nobody knows whether a message arrived, because its receiver is gone.", "You can call again."],
  MAILBOX_FULL: ["Too much waits for this person already.", "Wait until they are back."],
  PERMISSION_DENIED: ["This is not allowed here.", "Ask who runs this server."],
  RATE_LIMITED: ["Too much at once.", "Wait a moment and try again."],
  TOO_LARGE: ["This is too large for the server.", "Send less at once."],
  UNAVAILABLE: ["The server could not do this now.", "Try again in a moment."],
};

/** Words for anything that the signaling library throws or tells. */
export function signalingProblem(thrown: unknown): Problem {
  const error = SignalingError.from(thrown);
  if (error.notice) return noticeProblem(error.notice);
  const [title, advice] = SIGNALING_WORDS[error.reason] ?? FAULT;
  return { title, advice, code: `${error.reason}: ${error.message}` };
}

export function noticeProblem(notice: Notice): Problem {
  const [title, advice] = NOTICE_WORDS[notice.code] ?? ["The server refused a message.", "The call goes on."];
  const fields = notice.fieldViolations.map(({ field, found, expected }) => `${field}: ${found}, expected ${expected}`);
  return { title, advice, code: [`${notice.code}: ${notice.message}`, ...fields].join("\n") };
}

/** Words for a link that ended by a fault; null when it ended as somebody wanted. */
export function linkProblem(person: string, reason: LinkCloseReason): Problem | null {
  const name = isolate(person);
  switch (reason.type) {
    case "failed":
      return {
        title: `No connection to ${name} was possible.`,
        advice: "A firewall on either side may block calls. Try again, or use another network.",
        code: reason.message,
      };
    case "unavailable":
      return { title: `${name} is not here any more.`, advice: "They may come back.", code: reason.message };
    case "hung-up":
      if (reason.reason !== "declined" && reason.reason !== "busy") return null;
      return { title: `${name} cannot take the call now.`, advice: "Try again later.", code: reason.reason };
    case "closed":
    case "superseded":
      return null;
  }
}
