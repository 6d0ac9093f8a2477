import { Attempts } from "./attempts.js";
import type { Environment, EnvironmentChange } from "./environment.js";
import type { ReconnectPolicy } from "./reconnect-policy.js";
import { SignalingError } from "./signaling-error.js";
import type { SignalingState } from "./state.js";

/** What a {@link Reconnector} needs of the client. */
export interface ReconnectorPort {
  /** Begins a connection. */
  readonly connect: () => void;
  /** Gives the connection that is being made up; `onLost` is then called. */
  readonly abandon: (error: SignalingError) => void;
  /** The live stream is kept, and nothing is done with it for now; then it is used again, and looked at. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Asks the live stream for a sign of life. */
  readonly check: () => void;
  /** The page was shown or hidden: its timers are exact, or slow. */
  readonly tellPace: () => void;
  readonly setState: (state: SignalingState) => void;
  /** The page is left and may come back: the session ends with a bye. */
  readonly leaveForNow: (why: SignalingError) => void;
  /** The page ends, and the client with it. */
  readonly leave: () => void;
  /** The policy wants no more tries. */
  readonly giveUp: (error: SignalingError) => void;
}

/** The least delay of a try while the device says that it has no network, which is not always true. */
const OFFLINE_DELAY_MS = 5_000;

/** Decides when a connection is begun: policy, hints of the server, and what device and browser tell. */
export class Reconnector {
  readonly #port: ReconnectorPort;
  readonly #attempts: Attempts;
  readonly #unwatch: () => void;
  #phase: "idle" | "connecting" | "live" | "waiting" | "stopped" = "idle";
  #isOnline: boolean;
  #isSuspended = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastError = new SignalingError("UNREACHABLE");

  constructor(port: ReconnectorPort, policy: ReconnectPolicy, environment: Environment | undefined) {
    this.#port = port;
    this.#attempts = new Attempts(policy);
    this.#isOnline = environment?.isOnline ?? true;
    this.#unwatch = environment?.watch((change) => this.#onChange(change)) ?? (() => undefined);
  }

  start(): void {
    if (this.#isOnline && !this.#isSuspended) {
      this.#connect();
    } else {
      this.#wait(0);
    }
  }

  onLive(): void {
    this.#phase = "live";
    this.#attempts.onConnected(performance.now());
  }

  /** Something came from the server: the device is wrong about the network. */
  onHeard(): void {
    this.#isOnline = true;
  }

  /** The server wants to be left alone for so long. */
  onHint(ms: number): void {
    this.#attempts.onHint(performance.now() + ms);
  }

  onLost(error: SignalingError): void {
    this.#lastError = error;
    // A try that was given up for the device's sake does not count.
    const isGivenUp = error.reason === "OFFLINE" || error.reason === "SUSPENDED";
    const retryInMs = isGivenUp ? 0 : this.#attempts.onLost(performance.now());
    if (retryInMs === null) {
      this.#port.giveUp(new SignalingError("GAVE_UP", { detail: error.message, cause: error }));
    } else {
      this.#wait(retryInMs);
    }
  }

  /** Tries again at once and without counting: what was wrong may be mended. */
  tryAgain(error: SignalingError): void {
    this.#lastError = error;
    this.#wait(0);
  }

  /** See `SignalingClient.reconnectNow`: the app's word overrules the device's, once, and the server's. */
  reconnectNow(): void {
    if (this.#phase === "live") {
      this.#port.check();
    } else if (this.#phase === "waiting") {
      this.#attempts.beginAnew();
      this.#connect();
    }
  }

  /** Nothing is tried any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#phase = "stopped";
    this.#unwatch();
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#phase = "connecting";
    this.#attempts.onConnecting();
    this.#port.setState({ status: "connecting", attempt: this.#attempts.attempt });
    this.#port.connect();
  }

  #wait(retryInMs: number): void {
    clearTimeout(this.#timer);
    this.#phase = "waiting";
    if (this.#isSuspended) {
      this.#port.setState({ status: "suspended" });
      return;
    }
    if (!this.#isOnline) {
      this.#port.setState({ status: "offline" });
      this.#timer = setTimeout(() => this.#connect(), Math.max(retryInMs, OFFLINE_DELAY_MS));
      return;
    }
    const { attempt } = this.#attempts;
    const retryAt = Date.now() + retryInMs;
    this.#port.setState({ status: "waiting", attempt, retryInMs, retryAt, error: this.#lastError });
    if (retryInMs > 0) {
      this.#timer = setTimeout(() => this.#connect(), retryInMs);
    } else {
      this.#connect();
    }
  }

  #onChange(change: EnvironmentChange): void {
    if (change === "gone") {
      this.#port.leave();
      return;
    }
    if (change === "shown" || change === "hidden") {
      this.#port.tellPace();
    }
    const { wasOnline, wasSuspended } = { wasOnline: this.#isOnline, wasSuspended: this.#isSuspended };
    if (change === "online" || change === "offline") {
      this.#isOnline = change === "online";
    } else if (change !== "shown" && change !== "hidden") {
      this.#isSuspended = change !== "resumed";
    }
    if (change === "left") {
      if (this.#phase === "waiting") {
        this.#wait(0);
      }
      this.#port.leaveForNow(new SignalingError("SUSPENDED"));
    } else if (this.#isSuspended) {
      if (!wasSuspended) {
        this.#suspend();
      }
    } else if (wasOnline && !this.#isOnline) {
      this.#slowDown();
    } else if (wasSuspended) {
      this.#resume();
    } else if (change === "online" || (change === "shown" && this.#isOnline)) {
      this.#goOn();
    }
  }

  #suspend(): void {
    if (this.#phase === "connecting") {
      this.#port.abandon(new SignalingError("SUSPENDED"));
    } else if (this.#phase === "live") {
      this.#port.hold();
    } else if (this.#phase === "waiting") {
      this.#wait(0);
    }
  }

  #resume(): void {
    if (this.#phase === "live") {
      this.#port.release();
    }
    if (this.#isOnline || this.#phase === "live") {
      this.#goOn();
    } else {
      this.#slowDown();
    }
  }

  /** The device says that it has no network. A live stream is left alone: what it does not bring, its heartbeats find out. */
  #slowDown(): void {
    if (this.#phase === "connecting") {
      this.#port.abandon(new SignalingError("OFFLINE"));
    } else if (this.#phase === "waiting") {
      this.#wait(this.#attempts.hintMs(performance.now()));
    }
  }

  #goOn(): void {
    if (this.#phase === "live") {
      this.#port.check();
    } else if (this.#phase === "waiting") {
      this.#attempts.beginAnew();
      const hintMs = this.#attempts.hintMs(performance.now());
      if (hintMs > 0) {
        this.#wait(hintMs);
      } else {
        this.#connect();
      }
    }
  }
}
