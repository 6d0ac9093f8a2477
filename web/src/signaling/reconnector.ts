import { Attempts } from "./attempts.js";
import type { Environment, EnvironmentChange } from "./environment.js";
import type { ReconnectPolicy } from "./reconnect-policy.js";
import { SignalingError } from "./signaling-error.js";
import type { SignalingState } from "./state.js";

/** What a {@link Reconnector} needs of the client. */
export interface ReconnectorPort {
  /** Starts a connection. */
  readonly connect: () => void;
  /** Abandons the connection that is being established; `onLost` is then called. */
  readonly abandon: (error: SignalingError) => void;
  /** Keeps the live stream without using it; on release it is used again and checked. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Checks the live stream. */
  readonly check: () => void;
  /** The page was shown or hidden, which makes its timers exact or slow. */
  readonly tellPace: () => void;
  readonly setState: (state: SignalingState) => void;
  /** The page is left and may come back: the session ends with a bye. */
  readonly leaveForNow: (why: SignalingError) => void;
  /** The page ends, and so does the client. */
  readonly leave: () => void;
  /** The policy gave up. */
  readonly giveUp: (error: SignalingError) => void;
}

/** The minimum delay of an attempt while the device reports no network, which may be wrong. */
const OFFLINE_DELAY_MS = 5_000;

/** Decides when to start a connection, based on the policy, hints of the server, and reports of device and browser. */
export class Reconnector {
  readonly #port: ReconnectorPort;
  readonly #attempts: Attempts;
  readonly #unwatch: () => void;
  #phase: "idle" | "connecting" | "live" | "waiting" | "stopped" = "idle";
  #isOnline: boolean;
  #isSuspended = false;
  #isLeaving = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastError = new SignalingError("UNREACHABLE");

  constructor(port: ReconnectorPort, policy: ReconnectPolicy, environment: Environment | undefined) {
    this.#port = port;
    this.#attempts = new Attempts(policy);
    this.#isOnline = environment?.isOnline ?? true;
    this.#unwatch = environment?.watch((change) => this.#onChange(change)) ?? (() => undefined);
  }

  /** Whether the page ends, or is left and has not come back. */
  get isLeaving(): boolean {
    return this.#isLeaving;
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

  /** Data arrived from the server: the device is wrong about the network. */
  onHeard(): void {
    this.#isOnline = true;
  }

  /** The server asks the client to wait this long. */
  onHint(ms: number): void {
    this.#attempts.onHint(performance.now() + ms);
  }

  onLost(error: SignalingError): void {
    this.#lastError = error;
    // An attempt abandoned because of a report of the device does not count.
    const isGivenUp = error.reason === "OFFLINE" || error.reason === "SUSPENDED";
    const retryInMs = isGivenUp ? 0 : this.#attempts.onLost(performance.now());
    if (retryInMs === null) {
      this.#port.giveUp(new SignalingError("GAVE_UP", { detail: error.message, cause: error }));
    } else {
      this.#wait(retryInMs);
    }
  }

  /** Tries again at once without counting the attempt, because the cause may be fixed. */
  tryAgain(error: SignalingError): void {
    this.#lastError = error;
    this.#wait(0);
  }

  /** See `SignalingClient.reconnectNow`: overrides the reports of the device and the delay of the server once. */
  reconnectNow(): void {
    if (this.#phase === "live") {
      this.#port.check();
    } else if (this.#phase === "waiting") {
      this.#attempts.beginAnew();
      this.#connect();
    }
  }

  /** Makes no more attempts. The page is still watched, because bye must be sent at once when it ends. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#phase = "stopped";
  }

  /** The client is closed. */
  close(): void {
    this.stop();
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
    this.#isLeaving = change === "gone" || change === "left" || (this.#isLeaving && change !== "resumed");
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

  /** The device reports no network. A live stream is kept; its heartbeats detect whether it is dead. */
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
