import type { LinkState } from "./link-events.js";

/** What {@link IceWatch} reports. */
export interface IceWatchPort {
  readonly onState: (state: LinkState) => void;
  /** ICE is restarted, for the `attempt`th time in a row. */
  readonly onRestart: (attempt: number) => void;
  /** ICE failed again after all restarts. */
  readonly onGivenUp: () => void;
}

/** How long media may be interrupted before ICE is restarted: most interruptions are shorter. */
const DISCONNECTED_MS = 3_000;
/** A change of the network is often reported several times. Each restart discards the checks that are in progress. */
const NETWORK_CHANGE_MS = 5_000;

/**
 * Monitors the state of a connection, and restarts ICE when it failed or was interrupted for 3 s (W3C WebRTC, section
 * 4.4.2, restartIce). Both sides may do so at once, because perfect negotiation resolves the collision.
 */
export class IceWatch {
  readonly #connection: RTCPeerConnection;
  readonly #port: IceWatchPort;
  readonly #maxRestarts: number;
  readonly #stopped = new AbortController();
  #state: LinkState = "new";
  #wasConnected = false;
  /** In a row. */
  #restarts = 0;
  /** How many of them count towards the most that are made. */
  #counted = 0;
  #lastRestartAt = Number.NEGATIVE_INFINITY;
  #disconnectedTimer: ReturnType<typeof setTimeout> | undefined;

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
    clearTimeout(this.#disconnectedTimer);
  }

  /**
   * The device has another network: restarts at once if the path is interrupted, but not within 5 s of the last restart.
   * These restarts do not count as failed ones: a person on the way may change networks often.
   */
  onNetworkChange(): void {
    const isRecent = performance.now() - this.#lastRestartAt < NETWORK_CHANGE_MS;
    if (this.#state === "reconnecting" && !isRecent) {
      this.#restart();
    }
  }

  #onChange(): void {
    const { connectionState } = this.#connection;
    if (connectionState === "connected") {
      this.#wasConnected = true;
      this.#restarts = 0;
      this.#counted = 0;
    }
    clearTimeout(this.#disconnectedTimer);
    this.#setState(this.#stateFor(connectionState));
    if (connectionState === "failed") {
      this.#restartOrGiveUp();
    } else if (connectionState === "disconnected") {
      this.#disconnectedTimer = setTimeout(() => this.#restartOrGiveUp(), DISCONNECTED_MS);
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

  #restartOrGiveUp(): void {
    if (this.#counted >= this.#maxRestarts) {
      this.#port.onGivenUp();
      return;
    }
    this.#counted += 1;
    this.#restart();
  }

  #restart(): void {
    clearTimeout(this.#disconnectedTimer);
    this.#lastRestartAt = performance.now();
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
