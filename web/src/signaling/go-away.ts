import { durationMs } from "@bufbuild/protobuf/wkt";
import { type GoAway, GoAway_Action, GoAway_Reason } from "../gen/beckon/v1/session_pb.js";
import type { Reason } from "./advice.js";
import { SignalingError } from "./signaling-error.js";

/** What the server asks a client to do before its stream ends. */
export interface GoAwayOrder {
  readonly action: "resume" | "register-anew" | "stop";
  /** The error that ends the connection; not retryable if the client must not reconnect. */
  readonly error: SignalingError;
  /** How long the stream may still be used, in milliseconds. */
  readonly delayMs: number;
}

const REASONS: Readonly<Record<GoAway_Reason, Reason>> = {
  [GoAway_Reason.REASON_UNSPECIFIED]: "SHUTDOWN",
  [GoAway_Reason.REPLACED]: "REPLACED",
  [GoAway_Reason.TAKEN_OVER]: "TAKEN_OVER",
  [GoAway_Reason.SHUTDOWN]: "SHUTDOWN",
  [GoAway_Reason.DISCONNECTED]: "DISCONNECTED",
};

const ACTIONS: Readonly<Record<GoAway_Action, GoAwayOrder["action"]>> = {
  [GoAway_Action.ACTION_UNSPECIFIED]: "resume",
  [GoAway_Action.RESUME]: "resume",
  [GoAway_Action.REGISTER_ANEW]: "register-anew",
  [GoAway_Action.STOP]: "stop",
};

export function readGoAway(goAway: GoAway): GoAwayOrder {
  const action = ACTIONS[goAway.action] ?? "resume";
  const reason = REASONS[goAway.reason] ?? "SHUTDOWN";
  const error = new SignalingError(reason, { detail: goAway.message, isRetryable: action !== "stop" });
  return { action, error, delayMs: action === "stop" || goAway.delay === undefined ? 0 : durationMs(goAway.delay) };
}
