import type { LinkState } from "./link-events.js";

/** What {@link IceWatch} tells. */
export interface IceWatchPort {
  readonly onState: (state: LinkState) => void;
  /** ICE is restarted, for the `attempt`th time in a row. */
  readonly onRestart: (attempt: number) => void;
  /** ICE failed once more after all restarts. */
  readonly onGivenUp: () => void;
}

/**
 * Watches how far a connection is, and restarts ICE when it failed (W3C WebRTC, section 4.4.2, restartIce). Both sides may
 * do so at once: perfect negotiation settles it.
 */
export class IceWatch {
  readonly #connection: RTCPeerConnection;
  readonly #port: IceWatchPort;
  readonly #maxRestarts: number;
  readonly #stopped = new AbortController();
  #state: LinkState = "new";
  #wasConnected = false;
  #restarts = 0;

  constructor(connection: RTCPeerConnection, maxRestarts: number, port: IceWatchPort) {
    this.#connection = connection;
    this.#maxRestarts = maxRestarts;
    this.#port = port;
    const { signal } = this.#stopped;
    connection.addEventListener("connectionstatechange", () => this.#onChange(), { signal });
  }

  get state(): LinkState {
    return this.#state;
  }

  stop(): void {
    this.#stopped.abort();
  }

  #onChange(): void {
    const { connectionState } = this.#connection;
    if (connectionState === "connected") {
      this.#wasConnected = true;
      this.#restarts = 0;
    }
    this.#setState(this.#stateFor(connectionState));
    if (connectionState === "failed") {
      this.#restart();
    }
  }

  #stateFor(connectionState: RTCPeerConnectionState): LinkState {
    switch (connectionState) {
      case "new":
      case "connected":
      case "closed":
        return connectionState;
      case "connecting":
        return this.#wasConnected ? "reconnecting" : "connecting";
      case "disconnected":
      case "failed":
        return "reconnecting";
    }
  }

  #restart(): void {
    if (this.#restarts >= this.#maxRestarts) {
      this.#port.onGivenUp();
      return;
    }
    this.#restarts += 1;
    this.#port.onRestart(this.#restarts);
    this.#connection.restartIce();
  }

  #setState(state: LinkState): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#port.onState(state);
    }
  }
}
