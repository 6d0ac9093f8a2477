import { TOKEN_REASONS } from "./advice.js";
import type { SignalingError } from "./signaling-error.js";

/** What a client does when its stream has ended; docs/protocol.md has the table. */
export type Follow = "again" | "another-session" | "another-token" | "stop";

/** @param hasSession whether there is a session to come back to. */
export function whatFollows({ reason, isRetryable }: SignalingError, hasSession: boolean): Follow {
  if (TOKEN_REASONS.has(reason)) {
    return "another-token";
  }
  if (hasSession && (reason === "FRAME_TOO_LARGE" || reason === "TOO_MANY_FRAMES")) {
    // The same frames would end each next stream too.
    return "another-session";
  }
  if (hasSession && reason === "PEER_ID_TAKEN") {
    // Somebody took it while this client was away, and may give it back.
    return "again";
  }
  return isRetryable ? "again" : "stop";
}
