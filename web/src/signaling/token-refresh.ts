import { isPassing, type Notice } from "./notice.js";
import type { ReconnectPolicy } from "./reconnect-policy.js";
import type { Tokens } from "./tokens.js";

/** What a {@link TokenRefresh} needs of the client. */
export interface TokenRefreshPort {
  /** Sends the token in the session. @returns the number of the frame; undefined without a session. */
  readonly say: (accessToken: string) => bigint | undefined;
}

/** The least delay before the app is asked, or the server is told, again; and the delay when the policy gives up. */
const MIN_DELAY_MS = 250;
const MAX_DELAY_MS = 20_000;

/**
 * Replaces the access token of a live session before it expires: asks the app and sends the server what it gives, again and
 * again with growing delays until the server has taken a newer token. The server ends the session when the old one has
 * expired and its grace is over, so this does not look at the clock.
 */
export class TokenRefresh {
  readonly #port: TokenRefreshPort;
  readonly #tokens: Tokens;
  readonly #policy: ReconnectPolicy;
  readonly #answerTimeoutMs: number;
  /** The token that expires; undefined when nothing is due. */
  #expiring: string | undefined;
  #sentAs: bigint | undefined;
  #attempt = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Which question to the app counts. */
  #question = 0;

  constructor(port: TokenRefreshPort, tokens: Tokens, policy: ReconnectPolicy, answerTimeoutMs: number) {
    this.#port = port;
    this.#tokens = tokens;
    this.#policy = policy;
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /** The server says that the token expires soon. */
  onExpiring(): void {
    if (this.#tokens.isProvided && this.#expiring === undefined) {
      this.#expiring = this.#tokens.token ?? "";
      this.#attempt = 1;
      this.#ask();
    }
  }

  /** A stream was welcomed with the present token. */
  onWelcome(): void {
    if (this.#expiring !== undefined) {
      if (this.#tokens.token === this.#expiring) {
        this.#ask();
      } else {
        this.stop();
      }
    }
  }

  /** The stream is lost. What is due is gone on with on the next one. */
  onLost(): void {
    this.#forgetQuestion();
  }

  /** All refusals of frames up to `seq` have been told: what is left of them was taken. */
  onDecided(seq: bigint): void {
    if (this.#sentAs !== undefined && this.#sentAs <= seq) {
      this.stop();
    }
  }

  /** The server refused a frame: if it is the one with the token, the same or another one is sent later. */
  onRefused(seq: bigint, notice: Notice): void {
    if (seq !== this.#sentAs) {
      return;
    }
    this.#sentAs = undefined;
    const token = this.#tokens.token;
    const again = isPassing(notice) && token !== undefined ? () => this.#send(token) : () => this.#ask();
    this.#later(again, notice.retryAfterMs);
  }

  /** Nothing is due any more. */
  stop(): void {
    this.#forgetQuestion();
    this.#expiring = undefined;
  }

  #ask(): void {
    this.#forgetQuestion();
    const question = this.#question;
    this.#timer = setTimeout(() => {
      this.#tokens.giveUpAsking();
      this.#later(() => this.#ask());
    }, this.#answerTimeoutMs);
    this.#tokens.refresh().then(
      (token) => question === this.#question && this.#onToken(token),
      () => question === this.#question && this.#later(() => this.#ask()),
    );
  }

  #onToken(token: string): void {
    if (token === this.#expiring) {
      this.#later(() => this.#ask());
    } else {
      this.#send(token);
    }
  }

  #send(token: string): void {
    this.#forgetQuestion();
    try {
      this.#sentAs = this.#port.say(token);
    } catch {
      // The queue is full.
      this.#later(() => this.#send(token));
    }
  }

  #later(then: () => void, leastMs = 0): void {
    this.#forgetQuestion();
    this.#attempt += 1;
    const delayMs = this.#policy(this.#attempt) ?? MAX_DELAY_MS;
    this.#timer = setTimeout(then, Math.max(MIN_DELAY_MS, delayMs, leastMs));
  }

  #forgetQuestion(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#question += 1;
    this.#sentAs = undefined;
  }
}
