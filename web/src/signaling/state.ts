import type { SignalingError } from "./signaling-error.js";

/**
 * Whether an earlier session was resumed: `"new"`, there was none to resume; `"lossless"`, it continues without loss;
 * `"resync"`, it is lost and this is a new one.
 */
export type AttachResult = "new" | "lossless" | "resync";

/**
 * The state of the client.
 *
 *     connecting --welcome--> connected --lost--> waiting --delay over--> connecting
 *         |  \--failed--> waiting                    |
 *         |                                          |   any but closed: offline, suspended --over--> connecting
 *         \---------------- closed <-----------------/   (close(), or an error that is not retryable)
 *
 * A session survives the states between two `connected`: see `SignalingClient.sessionId`.
 */
export type SignalingState =
  /**
   * Sending hello. `attempt` counts from 1 since the last stable connection. `problem` is set if it takes long and the
   * reason is known, for instance `TOO_MANY_TABS`.
   */
  | { readonly status: "connecting"; readonly attempt: number; readonly problem?: SignalingError }
  /** Registered: other peers can reach this peer. `problem` is set if nothing can be sent, with the reason. */
  | {
      readonly status: "connected";
      readonly sessionId: string;
      readonly result: AttachResult;
      readonly problem?: SignalingError;
    }
  /** Reconnects automatically in `retryInMs` (at `retryAt`, milliseconds since 1970). `error` is what went wrong. */
  | {
      readonly status: "waiting";
      readonly attempt: number;
      readonly retryInMs: number;
      readonly retryAt: number;
      readonly error: SignalingError;
    }
  /** The device reports no network. Attempts are at least 5 s apart until it reports one. */
  | { readonly status: "offline" }
  /** The page is frozen or in the back/forward cache. Reconnects automatically when it resumes. */
  | { readonly status: "suspended" }
  /** The app called `close()`; bye is being sent. */
  | { readonly status: "closing" }
  /** The final state; create a new client to connect again. `error` is absent after `close()`. */
  | { readonly status: "closed"; readonly error?: SignalingError };
