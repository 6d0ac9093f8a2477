import type { PeerLinkEvent } from "./link-events.js";

/** The label of the chat's data channel. */
const CHAT_LABEL = "chat";

/**
 * Text messages over a data channel that is announced in-band (RFC 8832). If both sides open one at the same time there
 * are two: messages are received on both, and sent on the one that opened first.
 */
export class ChatChannel {
  readonly #emit: (event: PeerLinkEvent) => void;
  readonly #channels = new Set<RTCDataChannel>();
  #toldOpen = false;

  constructor(emit: (event: PeerLinkEvent) => void) {
    this.#emit = emit;
  }

  get isOpen(): boolean {
    return this.#openChannel() !== undefined;
  }

  /** Opens a channel, unless there is one. */
  open(connection: RTCPeerConnection): void {
    if (this.#channels.size === 0) {
      this.adopt(connection.createDataChannel(CHAT_LABEL));
    }
  }

  /** Uses a channel with the label "chat", whichever side opened it. */
  adopt(channel: RTCDataChannel): void {
    this.#channels.add(channel);
    channel.addEventListener("open", () => this.#tellState());
    channel.addEventListener("close", () => {
      this.#channels.delete(channel);
      this.#tellState();
    });
    channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (typeof data === "string") {
        this.#emit({ type: "chat-message", text: data, at: Date.now() });
      }
    });
    if (channel.readyState === "open") {
      this.#tellState();
    }
  }

  send(text: string): void {
    const channel = this.#openChannel();
    if (channel === undefined) {
      throw new Error("The chat is not open. Wait for chat-state with isOpen true.");
    }
    channel.send(text);
  }

  #openChannel(): RTCDataChannel | undefined {
    return [...this.#channels].find(({ readyState }) => readyState === "open");
  }

  /** Once for each change: a channel that arrives open also fires its `open` event, and there may be two channels. */
  #tellState(): void {
    const { isOpen } = this;
    if (isOpen !== this.#toldOpen) {
      this.#toldOpen = isOpen;
      this.#emit({ type: "chat-state", isOpen });
    }
  }
}

/** Passes channels opened by the other side to the chat or, with another label, to the app, until aborted. */
export function watchDataChannels(
  connection: RTCPeerConnection,
  chat: ChatChannel,
  emit: (event: PeerLinkEvent) => void,
  signal: AbortSignal,
): void {
  const handle = ({ channel }: RTCDataChannelEvent) => {
    if (channel.label === CHAT_LABEL) {
      chat.adopt(channel);
    } else {
      emit({ type: "data-channel", channel });
    }
  };
  connection.addEventListener("datachannel", handle, { signal });
}
