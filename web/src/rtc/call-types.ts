import type { HangupReason } from "../signaling/signal.js";
import type { PeerLink } from "./link.js";
import type { PeerLinkEvent } from "./link-events.js";
import type { PeerLinkOptions } from "./link-options.js";
import type { RoomPort } from "./signaling-port.js";

/** Options of a call. */
export interface CallOptions extends Omit<PeerLinkOptions, "signaling" | "peerId" | "room"> {
  readonly signaling: RoomPort;
  /** The room whose members are in the call. */
  readonly room: string;
  /**
   * Whom to call automatically. `"everyone"` (default): of two members, the one that joined later calls. `"nobody"`:
   * only `call(peerId)` calls, and incoming offers are answered.
   */
  readonly calls?: "everyone" | "nobody";
  /** Whether to answer an offer of a peer without a link; otherwise it is declined. Default: always. */
  readonly accept?: (peerId: string) => boolean;
}

/** The events of a call. Joins and leaves of members are the `room` events of signaling. */
export type CallEvent =
  /** A link was created, for an outgoing or incoming call. Its own events follow as `link`. */
  | { readonly type: "link-opened"; readonly link: PeerLink }
  | { readonly type: "link"; readonly link: PeerLink; readonly event: PeerLinkEvent };

/**
 * Links with the members of a room, created when one side calls and closed when the member leaves. They survive changes
 * of signaling sessions on either side, and are replaced only if the other side has a new connection, for instance
 * after a reload of its page. Local tracks are sent on each link.
 */
export interface Call {
  readonly room: string;
  /** The open links by peer id. */
  readonly links: ReadonlyMap<string, PeerLink>;

  /** Calls `listener` with each event from now on; returns a function that removes it. */
  on(listener: (event: CallEvent) => void): () => void;

  /**
   * Joins the room and, with `calls: "everyone"`, calls its members.
   *
   * @throws SignalingError if the room refuses this peer, see `SignalingClient.join`.
   */
  join(options?: { readonly signal?: AbortSignal }): Promise<void>;

  /** Calls one peer, or returns the existing link. */
  call(peerId: string): PeerLink;

  /** Sends a track on every link, including later ones; null removes it. See `PeerLink.setTrack`. */
  setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void>;

  /** Sends a chat message on every link with an open chat; returns the number of these links. */
  sendChat(text: string): number;

  /** Hangs up on everybody, leaves the room and closes the call permanently. */
  leave(reason?: HangupReason): void;
}
