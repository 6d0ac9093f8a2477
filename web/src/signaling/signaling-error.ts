import { Code, ConnectError } from "@connectrpc/connect";
import { ADVICE, type Reason, TERMINAL } from "./advice.js";
import { readErrorInfo, readRetryDelayMs } from "./error-details.js";
import type { Notice } from "./notice.js";

/**
 * The reason of an error, to branch on.
 *
 * From the server: the reasons of `beckon.v1.Signaling`. From the client itself: `UNREACHABLE` (no server answered, or
 * the connection broke), `STREAM_ENDED` (the stream ended without a reason), `SERVER_SILENT` (no heartbeat arrived in
 * time), `EVENT_GAP` (an event is missing), `TOO_MANY_TABS` (other tabs use the browser's six connections), `OFFLINE`
 * and `SUSPENDED` (by the device or browser), `INVALID_ARGUMENT` (an invalid option, peer or room), `TOKEN_UNAVAILABLE`
 * (the token provider failed), `QUEUE_FULL`, `REFUSED` (by the attached `notice`), `CLOSED`, `ABORTED` (by an
 * AbortSignal), `GAVE_UP` (by the reconnect policy). `UNSPECIFIED` is everything else, including reasons of newer
 * servers.
 */
export type SignalingErrorReason = Reason;

/** Statuses without a known reason that would be the same for a repeated request: no such service, not allowed. */
const TERMINAL_CODES: ReadonlySet<Code> = new Set([
  Code.Unimplemented,
  Code.PermissionDenied,
  Code.InvalidArgument,
  Code.NotFound,
  Code.FailedPrecondition,
  Code.OutOfRange,
]);

/** Statuses by which servers and proxies report that no server is available. */
const AWAY_CODES: ReadonlySet<Code> = new Set([Code.Unknown, Code.Unavailable, Code.DeadlineExceeded]);

/**
 * The origin of an error:
 * - `"beckon"`: a Beckon server; its status has a google.rpc.ErrorInfo of domain "beckon.dev";
 * - `"grpc"`: a gRPC status without one, as sent by Envoy and other gRPC proxies;
 * - `"other"`: any other response, such as that of a proxy or a captive portal with an HTML page;
 * - `"client"`: no response, or an error of this client itself.
 */
export type ErrorSource = "beckon" | "grpc" | "other" | "client";

const NOT_BECKON = "the response is not from a Beckon server, but perhaps from a proxy or a login page in between";

/** Optional parts of an error. */
export interface SignalingErrorOptions {
  /** Details from the server or the network, appended to the advice. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Default: depends on the reason. */
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly notice?: Notice;
  /** Default: `"client"`. */
  readonly source?: ErrorSource;
}

/** The only error class of this library. `message` is for people; branch on `reason`. */
export class SignalingError extends Error {
  override readonly name = "SignalingError";
  readonly reason: SignalingErrorReason;
  /** Whether a later retry can help. */
  readonly isRetryable: boolean;
  /** How long the server asks the client to wait, in milliseconds; undefined if it did not say. */
  readonly retryAfterMs: number | undefined;
  /** The server's refusal, with reason `REFUSED`. */
  readonly notice: Notice | undefined;
  /**
   * The origin of the error. Once a server has welcomed this client, only a refusal by a Beckon server closes it; after
   * errors of proxies it reconnects.
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
   * Converts anything that was thrown to a SignalingError:
   *  - a SignalingError is returned unchanged;
   *  - a gRPC status becomes the `reason` of its google.rpc.ErrorInfo of domain "beckon.dev";
   *  - UNAUTHENTICATED and HTTP 401 without one, as from a proxy, become `TOKEN_INVALID`;
   *  - a failed fetch, an HTTP response that is not gRPC-Web, a truncated response, or a status that reports that no
   *    server is available becomes `UNREACHABLE`;
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

/** A gRPC status without Beckon's ErrorInfo. */
function fromForeignStatus(error: ConnectError, common: Pick<SignalingErrorOptions, "cause" | "retryAfterMs">) {
  const options = { ...common, detail: error.message, source: "grpc" } as const;
  if (error.code === Code.Unauthenticated) {
    return new SignalingError("TOKEN_INVALID", options);
  }
  const isRetryable = !TERMINAL_CODES.has(error.code);
  return new SignalingError(AWAY_CODES.has(error.code) ? "UNREACHABLE" : "UNSPECIFIED", { ...options, isRetryable });
}

/** Whether there was a response, even an HTML page: then there are headers, or connect-web reports the HTTP status. */
function isAnswer({ metadata, rawMessage }: ConnectError): boolean {
  const contentType = metadata.get("content-type");
  return /^HTTP \d/.test(rawMessage) || (contentType !== null && !contentType.startsWith("application/grpc"));
}

function isReason(reason: string): reason is SignalingErrorReason {
  return Object.hasOwn(ADVICE, reason);
}
