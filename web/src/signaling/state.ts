import type { SignalingError } from "./signaling-error.js";

/**
 * What became of the session before: `"new"`, there was none that could go on; `"lossless"`, it goes on and nothing was
 * lost; `"resync"`, it is gone and this is another one.
 */
export type AttachResult = "new" | "lossless" | "resync";

/**
 * What the client is doing.
 *
 *     connecting --welcome--> connected --lost--> waiting --time over--> connecting
 *         |  \--failed--> waiting                    |
 *         |                                          |   any but closed: offline, suspended --over--> connecting
 *         \---------------- closed <-----------------/   (close(), or an error that repeating cannot mend)
 *
 * A session outlives the states between `connected` and `connected`: see `SignalingClient.sessionId`.
 */
export type SignalingState =
  /**
   * Saying hello. `attempt` counts from 1 since the last connection that held. `problem` is there when it takes long and the
   * reason is known, for instance `TOO_MANY_TABS`.
   */
  | { readonly status: "connecting"; readonly attempt: number; readonly problem?: SignalingError }
  /** Registered: others reach this peer. `problem` as above: nothing can be sent for the reason that it tells. */
  | {
      readonly status: "connected";
      readonly sessionId: string;
      readonly result: AttachResult;
      readonly problem?: SignalingError;
    }
  /** Tries again by itself in `retryInMs` (at `retryAt`, milliseconds since 1970). `error` says what went wrong. */
  | {
      readonly status: "waiting";
      readonly attempt: number;
      readonly retryInMs: number;
      readonly retryAt: number;
      readonly error: SignalingError;
    }
  /** The device says that it has no network. Comes back by itself when it has one. */
  | { readonly status: "offline" }
  /** The page is frozen or put aside by the browser. Comes back by itself with the page. */
  | { readonly status: "suspended" }
  /** The app has called `close()`: bye is on its way. */
  | { readonly status: "closing" }
  /** The end; make a new client to come back. `error` is absent after `close()`. */
  | { readonly status: "closed"; readonly error?: SignalingError };
