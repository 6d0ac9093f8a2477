import type { HangupReason } from "../signaling/signal.js";
import type { PeerLink } from "./link.js";
import type { PeerLinkEvent } from "./link-events.js";
import type { PeerLinkOptions } from "./link-options.js";
import type { RoomPort } from "./signaling-port.js";

/** How a call is made. */
export interface CallOptions extends Omit<PeerLinkOptions, "signaling" | "peerId" | "room"> {
  readonly signaling: RoomPort;
  /** The room whose members may talk to each other. */
  readonly room: string;
  /**
   * Whom to call without being told. `"everyone"` (default): of two members the one who came later calls. `"nobody"`:
   * only `call(peerId)` calls, and offers that arrive are answered.
   */
  readonly calls?: "everyone" | "nobody";
  /** Whether an offer of a peer without a link is answered; else it is declined. Default: always. */
  readonly accept?: (peerId: string) => boolean;
}

/** Everything that a call tells. Joins and leaves of members are the `room` events of signaling. */
export type CallEvent =
  /** A link was made, by calling or by being called. Its own events follow as `link`. */
  | { readonly type: "link-opened"; readonly link: PeerLink }
  | { readonly type: "link"; readonly link: PeerLink; readonly event: PeerLinkEvent };

/**
 * Links with the members of a room: made when somebody calls, ended when the member leaves. They outlive sessions of
 * signaling on either side, and are made anew only when the other side's connection is another one, as after a reload of
 * its page. Local tracks are sent on each of them.
 */
export interface Call {
  readonly room: string;
  /** The open links by peer id. */
  readonly links: ReadonlyMap<string, PeerLink>;

  /** Calls `listener` with each event from now on; returns a function that ends it. */
  on(listener: (event: CallEvent) => void): () => void;

  /**
   * Joins the room and, with `calls: "everyone"`, calls those who are there.
   *
   * @throws SignalingError when the room refuses this peer, see `SignalingClient.join`.
   */
  join(options?: { readonly signal?: AbortSignal }): Promise<void>;

  /** Calls one peer, or returns the link that there is already. */
  call(peerId: string): PeerLink;

  /** Sends a track on every link, also on those to come; null takes it away. See `PeerLink.setTrack`. */
  setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void>;

  /** Sends a chat message on every link whose chat is open; returns to how many. */
  sendChat(text: string): number;

  /** Hangs up on everybody, leaves the room and ends for good. */
  leave(reason?: HangupReason): void;
}
