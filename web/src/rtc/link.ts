import type { HangupReason } from "../signaling/signal.js";
import type { LinkProblem, LinkState, PeerLinkEvent } from "./link-events.js";
import type { LinkStats } from "./stats.js";

/**
 * One RTCPeerConnection with one other peer, negotiated by signaling, also across changes of signaling sessions. Both
 * sides create one; either may change tracks at any time. A closed link stays closed: create a new one to call again.
 */
export interface PeerLink {
  /** The other peer. */
  readonly peerId: string;
  /** Label of the connection between the two peers; empty for the main one. */
  readonly connectionId: string;
  /**
   * The other peer's session, once it has offered or answered; later signals go only to this session. Undefined while
   * it has none.
   */
  readonly remoteSessionId: string | undefined;
  readonly state: LinkState;
  /** The present problem, if there is one. See the `problem` event. */
  readonly problem: LinkProblem | undefined;
  readonly isChatOpen: boolean;
  /** The connection itself, for what this interface does not cover. Do not change its descriptions and candidates. */
  readonly connection: RTCPeerConnection;

  /** Calls `listener` with each event from now on; returns a function that removes it. */
  on(listener: (event: PeerLinkEvent) => void): () => void;

  /**
   * Calls the other peer: opens the chat channel, or a video m-line to receive, and sends an offer. Harmless if
   * repeated.
   */
  call(): void;

  /**
   * Sends a track, replaces it, or removes it with null. Replacing needs no negotiation; a new slot is negotiated
   * automatically.
   *
   * @param slot the purpose of the track, defined by the app, for instance "camera", "microphone", "screen".
   * @param streams the `streams` that the other side receives with it. To distinguish a screen from a camera, publish
   *     the stream's id separately, for instance as an attribute of the member.
   */
  setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void>;

  /**
   * Sends a chat message over the data channel.
   *
   * @throws Error if the chat is not open, see `isChatOpen`.
   */
  sendChat(text: string): void;

  /** Statistics since the previous call, for instance once per second: bit rates, loss, round trip, path. */
  stats(): Promise<LinkStats>;

  /** Notifies the other peer that the connection is over, and closes. */
  hangUp(reason?: HangupReason): void;

  /** Closes without notifying the other peer, for when it is gone anyway. */
  close(): void;
}
