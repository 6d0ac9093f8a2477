import { durationMs } from "@bufbuild/protobuf/wkt";
import { type GoAway, GoAway_Action, GoAway_Reason } from "../gen/beckon/v1/session_pb.js";
import { SignalingError } from "./signaling-error.js";

/** What the server asks of a client whose stream is about to end. */
export interface GoAwayOrder {
  /** What ends the connection; not retryable when the client must stay away. */
  readonly error: SignalingError;
  /** How long the session may still be used, in milliseconds. */
  readonly delayMs: number;
}

/** Everything but STOP means coming back: with sessions that are not resumable, by registering anew. */
export function readGoAway(goAway: GoAway): GoAwayOrder {
  const isStop = goAway.action === GoAway_Action.STOP;
  const isTaken = goAway.reason === GoAway_Reason.REPLACED || goAway.reason === GoAway_Reason.TAKEN_OVER;
  const error = new SignalingError(isTaken ? "REPLACED" : "SHUTDOWN", { detail: goAway.message, isRetryable: !isStop });
  return { error, delayMs: isStop || goAway.delay === undefined ? 0 : durationMs(goAway.delay) };
}
