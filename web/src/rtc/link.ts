import type { HangupReason } from "../signaling/signal.js";
import type { LinkState, PeerLinkEvent } from "./link-events.js";
import type { LinkStats } from "./stats.js";

/**
 * One RTCPeerConnection with one other peer, kept negotiated by signaling, also when sessions of signaling end and begin
 * anew. Both sides make one; either may change tracks at any time. Once closed it stays closed: make a new one to call again.
 */
export interface PeerLink {
  /** The other peer. */
  readonly peerId: string;
  /** Which connection between the two; empty for the main one. */
  readonly connectionId: string;
  /**
   * The other peer's session, once it has offered or answered; what follows goes to it alone. Undefined while it has none.
   */
  readonly remoteSessionId: string | undefined;
  readonly state: LinkState;
  readonly isChatOpen: boolean;
  /** The connection itself, for what this interface does not cover. Leave its descriptions and candidates alone. */
  readonly connection: RTCPeerConnection;

  /** Calls `listener` with each event from now on; returns a function that ends it. */
  on(listener: (event: PeerLinkEvent) => void): () => void;

  /** Calls the other peer: opens the chat channel, or a video line to receive by, and offers. Harmless when repeated. */
  call(): void;

  /**
   * Sends a track, replaces it, or takes it away with null. Replacing needs no negotiation; a new slot does, and it
   * follows by itself.
   *
   * @param slot what the track is in the app's words, for instance "camera", "microphone", "screen".
   * @param streams what the other side gets as `streams` with it. To tell a screen from a camera, publish the stream's id
   *     beside it, for instance as an attribute of the member.
   */
  setTrack(slot: string, track: MediaStreamTrack | null, ...streams: MediaStream[]): Promise<void>;

  /**
   * Sends a chat message over the data channel.
   *
   * @throws Error when the chat is not open, see `isChatOpen`.
   */
  sendChat(text: string): void;

  /** Figures since the last call of it, for instance once per second: bit rates, loss, round trip, path. */
  stats(): Promise<LinkStats>;

  /** Tells the other peer that it is over, and closes. */
  hangUp(reason?: HangupReason): void;

  /** Closes without a word, for when the other peer is gone anyway. */
  close(): void;
}
