/** In words: what happened and what to do about it. The keys are the reasons to branch on. */
export const ADVICE = {
  PEER_ID_TAKEN: 'Another session holds this peer id. Choose another one, or connect with onConflict "replace".',
  INVALID_HELLO: "The server refused who this client says it is. Correct the field that is named.",
  HELLO_EXPECTED: "The client broke the protocol: hello was expected. This is a fault of the client, please report it.",
  HELLO_TIMEOUT: "The client did not say hello in time. It tries again.",
  LAST_SEQ_UNKNOWN: "The server does not know what this client says it has handled. Connect again.",
  TOKEN_MISSING: "The server asks for an access token. Give one by the option accessToken.",
  TOKEN_INVALID: "The server did not accept the access token. Check its key, issuer and audience.",
  TOKEN_EXPIRED: "The access token has expired. Give a newer one by the option accessToken.",
  TOKEN_REVOKED: "The access token was revoked. Sign in again.",
  TOKEN_UNAVAILABLE: "The app could not give an access token. The client tries again.",
  PEER_ID_NOT_ALLOWED: "The access token does not grant this peer id.",
  BANNED: "An operator keeps this peer out for a while.",
  DISCONNECTED: "An operator ended this session.",
  RATE_LIMITED: "Too much comes from this network at once. The client goes on when the server allows it.",
  REQUEST_TIMEOUT: "A request did not reach the server in time. The client repeats it; send less at once.",
  TOO_MANY_SESSIONS: "This user has as many sessions as allowed. Close one of them.",
  MAILBOX_OVERFLOW: "More waited for this client than the server holds. The client begins a new session.",
  SLOW: "The client did not read its events fast enough. It comes back.",
  MALFORMED_FRAME: "The client broke the protocol. This is a fault of the client, please report it.",
  FRAME_TOO_LARGE: "A message is larger than the server allows. Send less at once; see limits.maxFrameBytes.",
  TOO_MANY_FRAMES: "The client broke the protocol. This is a fault of the client, please report it.",
  TOO_MANY_SENDS: "Too many calls of this client overlap. It tries again.",
  REPLACED:
    "Another client took this peer id, for instance a second tab. Close that one before you connect again here.",
  TAKEN_OVER: "A newer stream of this same session took over.",
  SEQ_GAP: "The server missed a frame. The client comes back and sends it again.",
  ATTACHMENT_UNKNOWN: "The server no longer knows this stream. The client comes back.",
  HEARTBEAT_MISSED: "The server heard nothing from this client for too long, as after a sleep. It comes back.",
  SHUTDOWN: "The server is going down. The client comes back when a server answers.",
  STORE_UNAVAILABLE: "The server cannot decide now. The client comes back.",
  INTERNAL: "The server has a fault. Tell its operator the reference in the message; the client tries again.",
  UNREACHABLE: "The server cannot be reached. Check the network and the address; the client keeps trying.",
  STREAM_ENDED: "The server ended the stream without a reason. The client comes back.",
  SERVER_SILENT: "Nothing came from the server for too long. The client comes back.",
  EVENT_GAP: "An event of the server is missing. The client comes back and gets it again.",
  TOO_MANY_TABS:
    "The browser opens at most six connections to one server over HTTP/1.1, and other tabs hold them. Close a tab, or use HTTPS, where HTTP/2 has no such limit.",
  OFFLINE: "The device has no network. The client comes back when it has one.",
  SUSPENDED: "The browser put the page aside. The client comes back with the page.",
  QUEUE_FULL: "Too much waits to be sent. Wait until the connection has caught up.",
  REFUSED: "The server refused this.",
  CLOSED: "The client is closed. Make a new one.",
  ABORTED: "The operation was ended by its AbortSignal.",
  GAVE_UP: "The reconnect policy gave up. Make a new client to try again.",
  UNSPECIFIED: "Something went wrong.",
} as const;

/** See `SignalingErrorReason` in signaling-error.ts, which documents them. */
export type Reason = keyof typeof ADVICE;

/** Reasons that trying again by itself cannot mend, or must not. */
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
  "CLOSED",
  "ABORTED",
  "GAVE_UP",
]);

/** Reasons for which another access token may be tried. */
export const TOKEN_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  "TOKEN_MISSING",
  "TOKEN_INVALID",
  "TOKEN_EXPIRED",
  "TOKEN_REVOKED",
]);
