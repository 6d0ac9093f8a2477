import { Code, ConnectError } from "@connectrpc/connect";
import { readErrorInfo } from "./error-details.js";
import type { Notice } from "./events.js";

/**
 * What went wrong, to branch on.
 *
 * From the server: the reasons of `beckon.v1.Signaling`. From the client itself: `UNREACHABLE` (no server answered),
 * `STREAM_ENDED` (the stream ended without a reason), `STREAM_SILENT` (no heartbeat came in time), `NOT_CONNECTED`,
 * `QUEUE_FULL`, `REFUSED` (by the `notice` that is attached), `CLOSED`, `ABORTED` (by an AbortSignal), `GAVE_UP` (by the
 * reconnect policy). `UNSPECIFIED` is everything else, also what a newer server may say.
 */
export type SignalingErrorReason = keyof typeof ADVICE;

/** In words: what happened and what to do about it. */
const ADVICE = {
  PEER_ID_TAKEN: 'Another session holds this peer id. Choose another one, or connect with onConflict "replace".',
  INVALID_HELLO: "The server refused who this client says it is. Correct the field that is named.",
  HELLO_EXPECTED: "The client broke the protocol: hello was expected. This is a fault of the client, please report it.",
  HELLO_TIMEOUT: "The client did not say hello in time. It tries again.",
  SLOW: "The client did not read its events fast enough. It registers anew.",
  FRAME_TOO_LARGE: "A message is larger than the server allows. Send less at once; see limits.maxFrameBytes.",
  REPLACED:
    "Another client took this peer id, for instance a second tab. Close that one before you connect again here.",
  SEQ_GAP: "The server missed a frame. The client registers anew.",
  ATTACHMENT_UNKNOWN: "The server no longer knows this session. The client registers anew.",
  HEARTBEAT_MISSED: "The server heard nothing from this client for too long, as after a sleep. It registers anew.",
  SHUTDOWN: "The server is going down. The client comes back when a server answers.",
  INTERNAL: "The server has a fault. Tell its operator the reference in the message; the client tries again.",
  UNREACHABLE: "The server cannot be reached. Check the network and the address; the client keeps trying.",
  STREAM_ENDED: "The connection was lost. The client registers anew.",
  STREAM_SILENT: "Nothing came from the server for too long. The client registers anew.",
  NOT_CONNECTED: 'There is no session now. Wait for the state "connected" and send then.',
  QUEUE_FULL: "Too much waits to be sent. Wait until the connection has caught up.",
  REFUSED: "The server refused this.",
  CLOSED: "The client is closed. Make a new one.",
  ABORTED: "The operation was ended by its AbortSignal.",
  GAVE_UP: "The reconnect policy gave up. Make a new client to try again.",
  UNSPECIFIED: "Something went wrong.",
} as const;

/** Reasons that trying again by itself cannot mend, or must not. */
const TERMINAL: ReadonlySet<SignalingErrorReason> = new Set<SignalingErrorReason>([
  "PEER_ID_TAKEN",
  "INVALID_HELLO",
  "HELLO_EXPECTED",
  "FRAME_TOO_LARGE",
  "REPLACED",
  "REFUSED",
  "CLOSED",
  "ABORTED",
  "GAVE_UP",
]);

/** Statuses without a known reason that the same request gets again: no such service here, not allowed. */
const TERMINAL_CODES: ReadonlySet<Code> = new Set([Code.Unimplemented, Code.Unauthenticated, Code.PermissionDenied]);

/** Statuses by which servers and proxies say that nobody could answer. */
const AWAY_CODES: ReadonlySet<Code> = new Set([Code.Unknown, Code.Unavailable, Code.DeadlineExceeded]);

/** What may accompany an error. */
export interface SignalingErrorOptions {
  /** What the server or the network said, added to the advice. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Default: by the reason. */
  readonly isRetryable?: boolean;
  readonly notice?: Notice;
}

/** The one error class of this library. `message` is for people; branch on `reason`. */
export class SignalingError extends Error {
  override readonly name = "SignalingError";
  readonly reason: SignalingErrorReason;
  /** Whether trying the same again later can help. */
  readonly isRetryable: boolean;
  /** The server's refusal, with reason `REFUSED`. */
  readonly notice: Notice | undefined;

  constructor(reason: SignalingErrorReason, options: SignalingErrorOptions = {}) {
    const { detail } = options;
    super(detail ? `${ADVICE[reason]} (${detail})` : ADVICE[reason], { cause: options.cause });
    this.reason = reason;
    this.isRetryable = options.isRetryable ?? !TERMINAL.has(reason);
    this.notice = options.notice;
  }

  /**
   * Makes a SignalingError of anything that was thrown:
   *  - a SignalingError stays as it is;
   *  - a gRPC status becomes the `reason` of its google.rpc.ErrorInfo of domain "beckon.dev";
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
  if (told !== undefined && isReason(told)) {
    return new SignalingError(told, { detail: error.rawMessage, cause: error });
  }
  const isTerminal = TERMINAL_CODES.has(error.code);
  // connect-web gives codes such as InvalidArgument to a response that was cut off. Only a status that was received
  // is the server's word.
  const isStatus = told !== undefined || error.metadata.has("grpc-status");
  const reason = isTerminal || (isStatus && !AWAY_CODES.has(error.code)) ? "UNSPECIFIED" : "UNREACHABLE";
  return new SignalingError(reason, { detail: error.message, cause: error, isRetryable: !isTerminal });
}

function isReason(reason: string): reason is SignalingErrorReason {
  return Object.hasOwn(ADVICE, reason);
}
