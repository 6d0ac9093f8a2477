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
 * `SUSPENDED` (by the device or browser), `INVALID_ARGUMENT` (an option, a peer or a room that no server takes), `TOKEN_UNAVAILABLE` (the token provider failed), `QUEUE_FULL`, `REFUSED` (by the
 * `notice` that is attached), `CLOSED`, `ABORTED` (by an AbortSignal), `GAVE_UP` (by the reconnect policy). `UNSPECIFIED` is
 * everything else, also what a newer server may say.
 */
export type SignalingErrorReason = Reason;

/** Statuses without a known reason that the same request gets again: no such service here, not allowed. */
const TERMINAL_CODES: ReadonlySet<Code> = new Set([
  Code.Unimplemented,
  Code.PermissionDenied,
  Code.InvalidArgument,
  Code.NotFound,
  Code.FailedPrecondition,
  Code.OutOfRange,
]);

/** Statuses by which servers and proxies say that nobody could answer. */
const AWAY_CODES: ReadonlySet<Code> = new Set([Code.Unknown, Code.Unavailable, Code.DeadlineExceeded]);

/**
 * Whose word an error is:
 *  - `"beckon"`: a Beckon server's; its status carries a google.rpc.ErrorInfo of domain "beckon.dev";
 *  - `"grpc"`: a gRPC status without one, as Envoy and other gRPC proxies send it;
 *  - `"other"`: anything else that answered instead of a server, such as a proxy or a captive portal with a page of HTML;
 *  - `"client"`: nobody answered, or this client says it itself.
 */
export type ErrorSource = "beckon" | "grpc" | "other" | "client";

const NOT_BECKON = "what answered is no Beckon server, but perhaps a proxy or a login page on the way to it";

/** What may accompany an error. */
export interface SignalingErrorOptions {
  /** What the server or the network said, added to the advice. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Default: by the reason. */
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly notice?: Notice;
  /** Default: `"client"`. */
  readonly source?: ErrorSource;
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
  /**
   * Whose word it is. Once a server has welcomed this client, only a Beckon server's own refusal ends it; what proxies say is
   * tried again.
   */
  readonly source: ErrorSource;

  constructor(reason: SignalingErrorReason, options: SignalingErrorOptions = {}) {
    const { detail } = options;
    super(detail ? `${ADVICE[reason]} (${detail})` : ADVICE[reason], { cause: options.cause });
    this.reason = reason;
    this.isRetryable = options.isRetryable ?? !TERMINAL.has(reason);
    this.retryAfterMs = options.retryAfterMs;
    this.notice = options.notice;
    this.source = options.source ?? "client";
  }

  /**
   * Makes a SignalingError of anything that was thrown:
   *  - a SignalingError stays as it is;
   *  - a gRPC status becomes the `reason` of its google.rpc.ErrorInfo of domain "beckon.dev";
   *  - UNAUTHENTICATED and HTTP 401 without one, as a proxy may say it, become `TOKEN_INVALID`;
   *  - a failed fetch, an HTTP response that is not gRPC-Web, a response that was cut off, or a status that says that nobody
   *    answered becomes `UNREACHABLE`;
   *  - any other gRPC status becomes `UNSPECIFIED`;
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
  const common = { cause: error, retryAfterMs };
  if (told !== undefined) {
    const reason = isReason(told) ? told : "UNSPECIFIED";
    const isTerminal = isReason(told) ? TERMINAL.has(told) : TERMINAL_CODES.has(error.code);
    return new SignalingError(reason, {
      ...common,
      detail: error.rawMessage,
      source: "beckon",
      isRetryable: !isTerminal,
    });
  }
  if (error.metadata.has("grpc-status")) {
    return fromForeignStatus(error, common);
  }
  if (!isAnswer(error)) {
    return new SignalingError("UNREACHABLE", { ...common, detail: error.message });
  }
  const detail = `${NOT_BECKON}: ${error.rawMessage}`;
  const reason = error.code === Code.Unauthenticated ? "TOKEN_INVALID" : "UNREACHABLE";
  return new SignalingError(reason, { ...common, detail, source: "other", isRetryable: true });
}

/** A gRPC status that is not Beckon's own. */
function fromForeignStatus(error: ConnectError, common: Pick<SignalingErrorOptions, "cause" | "retryAfterMs">) {
  const options = { ...common, detail: error.message, source: "grpc" } as const;
  if (error.code === Code.Unauthenticated) {
    return new SignalingError("TOKEN_INVALID", options);
  }
  const isRetryable = !TERMINAL_CODES.has(error.code);
  return new SignalingError(AWAY_CODES.has(error.code) ? "UNREACHABLE" : "UNSPECIFIED", { ...options, isRetryable });
}

/** Whether somebody answered, be it a page of HTML: then there are headers, or connect-web tells the HTTP status. */
function isAnswer({ metadata, rawMessage }: ConnectError): boolean {
  const contentType = metadata.get("content-type");
  return /^HTTP \d/.test(rawMessage) || (contentType !== null && !contentType.startsWith("application/grpc"));
}

function isReason(reason: string): reason is SignalingErrorReason {
  return Object.hasOwn(ADVICE, reason);
}
