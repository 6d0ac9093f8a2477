/** For each reason, what happened and what to do about it. The keys are the reasons to branch on. */
export const ADVICE = {
  PEER_ID_TAKEN: 'Another session holds this peer id. Choose another one, or connect with onConflict "replace".',
  INVALID_HELLO: "The server refused the hello of this client. Correct the field that is named.",
  HELLO_EXPECTED: "The client broke the protocol: hello was expected. This is a bug in the client, please report it.",
  HELLO_TIMEOUT: "The hello of this client did not arrive in time. The client tries again.",
  LAST_SEQ_UNKNOWN: "The client acknowledged events that the server did not send. Connect again.",
  TOKEN_MISSING: "The server requires an access token. Supply one with the option accessToken.",
  TOKEN_INVALID: "The server did not accept the access token. Check its key, issuer and audience.",
  TOKEN_EXPIRED: "The access token has expired. Supply a newer one with the option accessToken.",
  TOKEN_REVOKED: "The access token was revoked. Sign in again.",
  TOKEN_KEY_UNKNOWN:
    "The server does not know the key that signed the access token, perhaps not yet. The client reconnects.",
  TOKEN_NOT_YET_VALID: "The access token is not valid yet: a clock is wrong. The client reconnects.",
  KEYS_UNAVAILABLE: "The server cannot check access tokens now. The client reconnects.",
  TOKEN_UNAVAILABLE: "The app could not supply an access token. The client tries again.",
  PEER_ID_NOT_ALLOWED: "The access token does not grant this peer id.",
  BANNED: "An operator has banned this peer for some time.",
  DISCONNECTED: "An operator ended this session.",
  RATE_LIMITED: "Too many requests from this network. The client continues when the server allows it.",
  REQUEST_TIMEOUT: "A request did not reach the server in time. The client repeats it; send less at once.",
  TOO_MANY_SESSIONS: "This user has reached the limit of sessions. Close one of them.",
  MAILBOX_OVERFLOW: "Too many messages waited for this client. The client starts a new session.",
  SLOW: "The client did not read its events fast enough. It reconnects.",
  MALFORMED_FRAME: "The client broke the protocol. This is a bug in the client, please report it.",
  FRAME_TOO_LARGE: "A message exceeds the limit of the server. Send less at once; see limits.maxFrameBytes.",
  TOO_MANY_FRAMES: "The client broke the protocol. This is a bug in the client, please report it.",
  TOO_MANY_SENDS: "Too many calls of this client overlap. It tries again.",
  REPLACED: "Another client took this peer id, for instance a second tab. Close it before you connect here again.",
  TAKEN_OVER: "A newer stream of this session took over.",
  SEQ_GAP: "The server did not receive a frame. The client reconnects and sends it again.",
  ATTACHMENT_UNKNOWN: "The server no longer knows this stream. The client reconnects.",
  HEARTBEAT_MISSED:
    "The server received nothing from this client for too long, for instance during sleep. The client reconnects.",
  SHUTDOWN: "The server is shutting down. The client reconnects when a server is available.",
  STORE_UNAVAILABLE: "The server cannot decide now. The client reconnects.",
  INTERNAL:
    "The server had an internal error. Report the reference in the message to its operator. The client tries again.",
  UNREACHABLE: "The server cannot be reached. Check the network and the address; the client keeps trying.",
  STREAM_ENDED: "The server ended the stream without a reason. The client reconnects.",
  SERVER_SILENT: "The server was silent for too long. The client reconnects.",
  EVENT_GAP: "An event of the server is missing. The client reconnects and gets it again.",
  TOO_MANY_TABS:
    "The browser opens at most six connections to a server over HTTP/1.1, and other tabs use them. Close a tab, or use HTTPS, where HTTP/2 has no such limit.",
  OFFLINE: "The device reports no network. The client tries less often until there is one.",
  SUSPENDED: "The browser suspended the page. The client reconnects when the page resumes.",
  INVALID_ARGUMENT: "An argument is invalid. Correct what is named.",
  QUEUE_FULL: "Too many messages wait to be sent. Wait until the connection has caught up.",
  REFUSED: "The server refused this.",
  CLOSED: "The client is closed. Create a new one.",
  ABORTED: "The operation was aborted by its AbortSignal.",
  GAVE_UP: "The reconnect policy gave up. Create a new client to try again.",
  UNSPECIFIED: "Something went wrong.",
} as const;

/** The reasons, which `SignalingErrorReason` in signaling-error.ts documents. */
export type Reason = keyof typeof ADVICE;

/** Reasons for which an automatic retry does not help or is not allowed. */
export const TERMINAL: ReadonlySet<Reason> = new Set<Reason>([
  "PEER_ID_TAKEN",
  "INVALID_HELLO",
  "HELLO_EXPECTED",
  "LAST_SEQ_UNKNOWN",
  "TOKEN_MISSING",
  "TOKEN_INVALID",
  "TOKEN_EXPIRED",
  "TOKEN_REVOKED",
  "PEER_ID_NOT_ALLOWED",
  "BANNED",
  "DISCONNECTED",
  "MALFORMED_FRAME",
  "FRAME_TOO_LARGE",
  "TOO_MANY_FRAMES",
  "REPLACED",
  "TAKEN_OVER",
  "REFUSED",
  "INVALID_ARGUMENT",
  "CLOSED",
  "ABORTED",
  "GAVE_UP",
]);

/** Reasons for which another access token may help. */
export const TOKEN_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  "TOKEN_MISSING",
  "TOKEN_INVALID",
  "TOKEN_EXPIRED",
  "TOKEN_REVOKED",
  "TOKEN_KEY_UNKNOWN",
]);
