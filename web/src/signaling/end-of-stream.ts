import { TOKEN_REASONS } from "./advice.js";
import type { SignalingError } from "./signaling-error.js";

/** What a client does when its stream has ended; docs/protocol.md has the table. */
export type Follow = "again" | "another-session" | "another-token" | "stop";

/** The state of a client when its stream ends. */
export interface Standing {
  /** Whether there is a session to resume. */
  readonly hasSession: boolean;
  /** Whether a server has ever welcomed this client. */
  readonly wasWelcomed: boolean;
}

export function whatFollows(error: SignalingError, { hasSession, wasWelcomed }: Standing): Follow {
  const { reason, retryAfterMs = 0 } = error;
  if (TOKEN_REASONS.has(reason)) {
    return "another-token";
  }
  if (hasSession && (reason === "FRAME_TOO_LARGE" || reason === "TOO_MANY_FRAMES")) {
    // The same frames would end every later stream too.
    return "another-session";
  }
  if (reason === "PEER_ID_TAKEN" && (wasWelcomed || retryAfterMs > 0)) {
    // Another session took the peer id while this client was away and may release it; or the session that holds it is
    // away and ends soon.
    return "again";
  }
  return isFinal(error, wasWelcomed) ? "stop" : "again";
}

/**
 * Whether the client gives up. A proxy may temporarily refuse requests that it allowed before, so its errors are not
 * final.
 */
export function isFinal({ isRetryable, source }: SignalingError, wasWelcomed: boolean): boolean {
  return !isRetryable && !(wasWelcomed && (source === "grpc" || source === "other"));
}
