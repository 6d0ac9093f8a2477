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
  /** The server announced the end of the stream, and asks the client to wait this long. */
  onHint(ms: number): void;
  /** Why the browser delays a call. */
  onHeldBack(problem: SignalingError): void;
  /** The stream has ended. `isAnew`: the server wants a new session. */
  onEnded(error: SignalingError, isAnew: boolean): void;
}

/** Settings of streams. */
export interface StreamSettings {
  readonly rpc: Client<typeof Signaling>;
  readonly headers: Readonly<Record<string, string>>;
  readonly tokens: Tokens;
}

/** Time without a response after which the browser may be delaying a call. */
const STALL_MS = 3_000;
/** How long the server has to end the stream after a bye. */
const BYE_MS = 2_000;

/** The successive streams of a client, and how the current one ends. */
export class StreamKeeper {
  readonly #options: SignalingOptions;
  readonly #settings: StreamSettings;
  readonly #port: StreamPort;
  readonly #tabCounter: TabCounter | undefined;
  #connection: Connection | undefined;
  #isLive = false;
  /** Why the stream will end, once the server has announced it. */
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

  /** Whether the server may know of the stream. */
  get hasSentHello(): boolean {
    return this.#connection?.hasSentHello ?? false;
  }

  /** @param makeHello called when the hello is sent. */
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

  /** Ends a stream that has sent no hello, without reporting it. */
  abandon(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.end(new SignalingError("CLOSED"));
  }

  /** The page ends. */
  sayByeAtOnce(): void {
    this.#connection?.sayByeAtOnce();
  }

  /**
   * Abandons a stream that is not welcomed yet. If the server has started a session for it, this session is ended with
   * a bye as soon as the welcome with its token arrives.
   *
   * @returns when the server has been notified or cannot be reached in time.
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

  /** Sends waiting frames and bye; the stream ends when the server has received bye, or after a short time. */
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

  /** No more streams will be opened. */
  close(): void {
    this.#tabCounter?.close();
  }

  /** Ignores what a connection reports that was abandoned before its welcome. */
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
      takeBatch: (maxBytes) => (isLeft() ? [] : port.takeBatch(maxBytes)),
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

  /** Reports why there is no response, if it is because of other tabs of this browser. */
  async #explainStall(): Promise<void> {
    const connection = this.#connection;
    if ((await this.#tabCounter?.isFull()) && connection !== undefined && connection === this.#connection) {
      connection.waitForBrowser();
      this.#port.onHeldBack(new SignalingError("TOO_MANY_TABS"));
    }
  }
}
