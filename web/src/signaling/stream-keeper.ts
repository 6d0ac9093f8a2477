import type { Client } from "@connectrpc/connect";
import type { GoAway, Hello } from "../gen/beckon/v1/session_pb.js";
import type { Signaling } from "../gen/beckon/v1/signaling_pb.js";
import { Connection, type ConnectionOwner } from "./connection.js";
import { readGoAway } from "./go-away.js";
import type { SignalingOptions } from "./options.js";
import { SignalingError } from "./signaling-error.js";
import { createTabCounter, type TabCounter } from "./tab-counter.js";
import type { Tokens } from "./tokens.js";

/** What a {@link StreamKeeper} needs of the client. */
export interface StreamPort extends Omit<ConnectionOwner, "onStalled" | "onEnded"> {
  /** The server has said that the stream will end, and wants to be left alone for so long. */
  onHint(ms: number): void;
  /** Why the browser does not let a call go. */
  onHeldBack(problem: SignalingError): void;
  /** The stream is over. `isAnew`: the server wants another session. */
  onEnded(error: SignalingError, isAnew: boolean): void;
}

/** How streams are made. */
export interface StreamSettings {
  readonly rpc: Client<typeof Signaling>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tokens: Tokens;
}

/** After how long without a response the browser is suspected to hold a call back. */
const STALL_MS = 3_000;
/** How long the server has to end the stream after a bye. */
const BYE_MS = 2_000;

/** The stream of a client, one after the other, and how the present one ends. */
export class StreamKeeper {
  readonly #options: SignalingOptions;
  readonly #settings: StreamSettings;
  readonly #port: StreamPort;
  readonly #tabCounter: TabCounter | undefined;
  #connection: Connection | undefined;
  #isLive = false;
  /** Why the stream will end, once the server has said so. */
  #goingAway: { readonly error: SignalingError; readonly isAnew: boolean } | undefined;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #onUnwelcomedEnded: () => void = () => undefined;

  constructor(options: SignalingOptions, settings: StreamSettings, port: StreamPort) {
    this.#options = options;
    this.#settings = settings;
    this.#port = port;
    this.#tabCounter = createTabCounter(options.url, () => this.#isLive);
  }

  /** Whether a stream is attached to a session. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Whether a stream is attached, or about to be. */
  get isThere(): boolean {
    return this.#connection !== undefined;
  }

  /** @param makeHello called when the hello is said. */
  connect(makeHello: () => Hello): void {
    const { connectTimeoutMs = 10_000, sendTimeoutMs = 10_000, checkTimeoutMs = 3_000 } = this.#options;
    const timeouts = { connectTimeoutMs, sendTimeoutMs, checkTimeoutMs, stallMs: this.#tabCounter && STALL_MS };
    const isShown = () => this.#options.environment?.isShown;
    const connection: Connection = new Connection(
      { ...this.#settings, ...timeouts, isShown, makeHello },
      this.#createOwner(() => connection),
    );
    this.#connection = connection;
    connection.start();
  }

  wake(): void {
    this.#connection?.wake();
  }

  hold(): void {
    this.#connection?.hold();
  }

  release(): void {
    this.#connection?.release();
  }

  tellPace(): void {
    this.#connection?.tellPace();
  }

  check(): void {
    this.#connection?.check();
  }

  end(error: SignalingError): void {
    this.#connection?.end(error);
  }

  /** The page ends. */
  sayByeAtOnce(): void {
    this.#connection?.sayByeAtOnce();
  }

  /**
   * Gives up a stream that is not welcomed yet, for the client, but not for the server: if that has begun a session, it is ended
   * with a bye as soon as the welcome tells how.
   *
   * @returns when the server has heard of it, or cannot be reached in time.
   */
  async leaveUnwelcomed(): Promise<void> {
    const connection = this.#connection;
    if (connection !== undefined) {
      this.#connection = undefined;
      await new Promise<void>((resolve) => {
        this.#onUnwelcomedEnded = resolve;
      });
    }
  }

  /** Says what waits and bye; the stream ends when the server has heard it, or soon. */
  sayByeAndEnd(error: SignalingError): void {
    this.#connection?.sayBye();
    this.#endLater(BYE_MS, () => this.end(error));
  }

  onGoAway(goAway: GoAway): void {
    const { action, error, delayMs } = readGoAway(goAway);
    const isAnew = action === "register-anew";
    const leave = () => (isAnew ? this.sayByeAndEnd(error) : this.end(error));
    this.#goingAway = { error, isAnew };
    this.#port.onHint(delayMs);
    if (delayMs > 0) {
      this.#endLater(delayMs, leave);
    } else {
      leave();
    }
  }

  /** No stream will be made any more. */
  close(): void {
    this.#tabCounter?.close();
  }

  /** Nothing of a connection that was left before its welcome reaches the client. */
  #createOwner(getConnection: () => Connection): ConnectionOwner {
    const port = this.#port;
    const isLeft = () => getConnection() !== this.#connection;
    return {
      onWelcome: (welcome) => {
        if (isLeft()) {
          this.#dismiss(getConnection());
        } else {
          this.#isLive = true;
          port.onWelcome(welcome);
        }
      },
      onEvent: (event) => isLeft() || port.onEvent(event),
      onAck: (seq, isTold) => isLeft() || port.onAck(seq, isTold),
      onSending: (frame, isRepeated) => isLeft() || port.onSending(frame, isRepeated),
      takeBatch: () => (isLeft() ? [] : port.takeBatch()),
      takeAck: () => (isLeft() ? 0n : port.takeAck()),
      onStalled: () => void this.#explainStall(),
      onEnded: (error) => (isLeft() ? this.#onUnwelcomedEnded() : this.#onEnded(error)),
    };
  }

  #dismiss(connection: Connection): void {
    connection.sayBye();
    const timer = setTimeout(() => connection.end(new SignalingError("CLOSED")), BYE_MS);
    const ended = this.#onUnwelcomedEnded;
    this.#onUnwelcomedEnded = () => {
      clearTimeout(timer);
      ended();
    };
  }

  #onEnded(ended: SignalingError): void {
    const { error, isAnew } = this.#goingAway ?? { error: ended, isAnew: false };
    clearTimeout(this.#endTimer);
    this.#connection = undefined;
    this.#isLive = false;
    this.#goingAway = undefined;
    this.#port.onEnded(error, isAnew);
  }

  #endLater(ms: number, then: () => void): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(then, ms);
  }

  /** Says why nothing is answered, if it is for the tabs of this browser. */
  async #explainStall(): Promise<void> {
    const connection = this.#connection;
    if ((await this.#tabCounter?.isFull()) && connection !== undefined && connection === this.#connection) {
      connection.waitForBrowser();
      this.#port.onHeldBack(new SignalingError("TOO_MANY_TABS"));
    }
  }
}
