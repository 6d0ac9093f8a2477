import type { Transport } from "@connectrpc/connect";
import type { Environment } from "./environment.js";
import type { ReconnectPolicy } from "./reconnect-policy.js";
import type { TokenProvider } from "./tokens.js";

/** How to reach the server, and who one is. */
export interface SignalingOptions {
  /** Where the gRPC-Web port is, for instance `https://signal.example.org`, or `location.origin`. */
  readonly url: string;
  /** The id under which others reach this peer: 1-128 printable ASCII characters without spaces, not beginning with `$`. */
  readonly peerId: string;
  /** The name for people: any Unicode, at most 256 bytes. */
  readonly displayName?: string;
  /** What others are told about this peer. Keys and values together at most 8 KiB (default of the server). */
  readonly attributes?: Readonly<Record<string, string>>;
  /**
   * What to do when another session holds the peer id: `"reject"` (default) closes this client with `PEER_ID_TAKEN`,
   * `"replace"` ends the other session, where the server allows it.
   */
  readonly onConflict?: "reject" | "replace";
  /**
   * Gives the access token (JWT), where the server asks for one: as metadata `authorization: Bearer` and never in an
   * address. Asked before the first hello, once more when the server refuses the token, and when it is about to expire.
   */
  readonly accessToken?: TokenProvider;
  /**
   * 16-64 random bytes that prove a hello to come from this same client. Default: made by the client, which then numbers its
   * hellos (`attempt`); those with a given key are not numbered, because other clients may have shown it.
   */
  readonly sessionKey?: Uint8Array;
  /**
   * The `sessionKey` of an earlier client: if its session still holds the peer id, it is replaced. Keep the client's in
   * `sessionStorage` and show it here, and a reloaded page takes the place of the page before it.
   */
  readonly replacedSessionKey?: Uint8Array;
  /** When to try again after a loss. Default `fullJitter()`: at once, then random delays up to 0.25-20 s, for ever. */
  readonly reconnect?: ReconnectPolicy;
  /** How long a hello may take, in milliseconds. Default 10 000. */
  readonly connectTimeoutMs?: number;
  /** How long one Send may take before it is repeated, in milliseconds. Default 10 000. */
  readonly sendTimeoutMs?: number;
  /** How long a look at a stream may take when the page or the network comes back. Default 3 000 ms. */
  readonly checkTimeoutMs?: number;
  /** Whether there is a network and whether the page runs. Default: what the browser tells, if it is one. */
  readonly environment?: Environment;
  /** Most signals that wait to be sent or acknowledged. Default 1 024. More: `send` throws `QUEUE_FULL`. */
  readonly maxQueuedFrames?: number;
  /** Most bytes that wait to be sent or acknowledged. Default 4 MiB. More: `send` throws `QUEUE_FULL`. */
  readonly maxQueuedBytes?: number;
  /** Whether `trace` events are wanted, one per frame. Default false, because each costs an encoding. */
  readonly trace?: boolean;
  /** Replaces connect-web's gRPC-Web transport to `url`, for instance in tests. */
  readonly transport?: Transport;
  /** Ends the client as `close()` does. */
  readonly signal?: AbortSignal;
}
