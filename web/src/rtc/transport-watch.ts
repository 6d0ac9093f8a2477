/**
 * Detects that the other side has closed its connection, for instance because its page is gone: DTLS reports this by a
 * close_notify alert, long before ICE detects it (W3C WebRTC, section 5.5.1, RTCDtlsTransportState "closed").
 */
export class TransportWatch {
  readonly #connection: RTCPeerConnection;
  readonly #onClosed: () => void;
  readonly #signal: AbortSignal;
  readonly #watched = new WeakSet<RTCDtlsTransport>();

  /** @param signal aborting it ends the watch, because closing on this side does not count. */
  constructor(connection: RTCPeerConnection, onClosed: () => void, signal: AbortSignal) {
    this.#connection = connection;
    this.#onClosed = onClosed;
    this.#signal = signal;
  }

  /**
   * Whether the other side closed all transports in use. None are in use before the first answer: when applying an
   * offer, browsers close those made superfluous by bundling (RFC 8843, section 7.3).
   */
  get isClosed(): boolean {
    const transports = this.#connection.currentRemoteDescription === null ? [] : this.#transports();
    return transports.length > 0 && transports.every(({ state }) => state === "closed");
  }

  /** Checks the transports in use; to be called after each negotiation. */
  look(): void {
    for (const transport of this.#transports()) {
      if (!this.#watched.has(transport)) {
        this.#watched.add(transport);
        transport.addEventListener("statechange", () => this.#check(), { signal: this.#signal });
      }
    }
  }

  #check(): void {
    if (this.isClosed) {
      this.#onClosed();
    }
  }

  #transports(): RTCDtlsTransport[] {
    const media = this.#connection.getTransceivers().flatMap(({ sender }) => sender.transport ?? []);
    return media.concat(this.#connection.sctp?.transport ?? []);
  }
}
