import { Code, ConnectError } from "@connectrpc/connect";
import { ADVICE, type Reason, TERMINAL } from "./advice.js";
import { readErrorInfo, readRetryDelayMs } from "./error-details.js";
import type { Notice } from "./notice.js";

/**
 * What went wrong, to branch on.
 *
 * From the server: the reasons of `beckon.v1.Signaling`. From the client itself: `UNREACHABLE` (no server answered, or the
 * connection broke), `STREAM_ENDED` (the stream ended without a reason), `SERVER_SILENT` (no heartbeat came in time),
 * `EVENT_GAP` (an event is missing), `TOO_MANY_TABS` (the browser's six connections are held by other tabs), `OFFLINE` and
 * `SUSPENDED` (by the device or browser), `TOKEN_UNAVAILABLE` (the token provider failed), `QUEUE_FULL`, `REFUSED` (by the
 * `notice` that is attached), `CLOSED`, `ABORTED` (by an AbortSignal), `GAVE_UP` (by the reconnect policy). `UNSPECIFIED` is
 * everything else, also what a newer server may say.
 */
export type SignalingErrorReason = Reason;

/** Statuses without a known reason that the same request gets again: no such service here, not allowed. */
const TERMINAL_CODES: ReadonlySet<Code> = new Set([Code.Unimplemented, Code.PermissionDenied]);

/** The same, when a server has said it: connect-web gives these codes also to a response that was cut off. */
const TERMINAL_STATUSES: ReadonlySet<Code> = new Set([
  Code.InvalidArgument,
  Code.NotFound,
  Code.FailedPrecondition,
  Code.OutOfRange,
]);

/** Statuses by which servers and proxies say that nobody could answer. */
const AWAY_CODES: ReadonlySet<Code> = new Set([Code.Unknown, Code.Unavailable, Code.DeadlineExceeded]);

/** What may accompany an error. */
export interface SignalingErrorOptions {
  /** What the server or the network said, added to the advice. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Default: by the reason. */
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly notice?: Notice;
}

/** The one error class of this library. `message` is for people; branch on `reason`. */
export class SignalingError extends Error {
  override readonly name = "SignalingError";
  readonly reason: SignalingErrorReason;
  /** Whether trying the same again later can help. */
  readonly isRetryable: boolean;
  /** How long the server wants to be left alone, in milliseconds; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;
  /** The server's refusal, with reason `REFUSED`. */
  readonly notice: Notice | undefined;

  constructor(reason: SignalingErrorReason, options: SignalingErrorOptions = {}) {
    const { detail } = options;
    super(detail ? `${ADVICE[reason]} (${detail})` : ADVICE[reason], { cause: options.cause });
    this.reason = reason;
    this.isRetryable = options.isRetryable ?? !TERMINAL.has(reason);
    this.retryAfterMs = options.retryAfterMs;
    this.notice = options.notice;
  }

  /**
   * Makes a SignalingError of anything that was thrown:
   *  - a SignalingError stays as it is;
   *  - a gRPC status becomes the `reason` of its google.rpc.ErrorInfo of domain "beckon.dev";
   *  - UNAUTHENTICATED without one, as a proxy may say it, becomes `TOKEN_INVALID`;
   *  - a failed fetch, a response that was cut off, or a status that says that nobody answered becomes `UNREACHABLE`;
   *  - any other status becomes `UNSPECIFIED`;
   *  - an abort becomes `ABORTED`.
   */
  static from(thrown: unknown): SignalingError {
    if (thrown instanceof SignalingError) {
      return thrown;
    }
    if (thrown instanceof Error && thrown.name === "AbortError") {
      return new SignalingError("ABORTED", { cause: thrown });
    }
    return fromConnectError(ConnectError.from(thrown));
  }
}

function fromConnectError(error: ConnectError): SignalingError {
  if (error.code === Code.Canceled) {
    return new SignalingError("ABORTED", { cause: error });
  }
  const told = readErrorInfo(error)?.reason;
  const retryAfterMs = readRetryDelayMs(error);
  if (told !== undefined && isReason(told)) {
    return new SignalingError(told, { detail: error.rawMessage, cause: error, retryAfterMs });
  }
  if (error.code === Code.Unauthenticated) {
    return new SignalingError("TOKEN_INVALID", { detail: error.message, cause: error });
  }
  const isStatus = told !== undefined || error.metadata.has("grpc-status");
  const isTerminal = TERMINAL_CODES.has(error.code) || (isStatus && TERMINAL_STATUSES.has(error.code));
  const reason = isTerminal || (isStatus && !AWAY_CODES.has(error.code)) ? "UNSPECIFIED" : "UNREACHABLE";
  return new SignalingError(reason, { detail: error.message, cause: error, isRetryable: !isTerminal, retryAfterMs });
}

function isReason(reason: string): reason is SignalingErrorReason {
  return Object.hasOwn(ADVICE, reason);
}
