import { isPassing, type Notice } from "./notice.js";
import type { ReconnectPolicy } from "./reconnect-policy.js";
import type { Tokens } from "./tokens.js";

/** What a {@link TokenRefresh} needs of the client. */
export interface TokenRefreshPort {
  /** Sends the token in the session. @returns the seq of the frame; undefined without a session. */
  readonly say: (accessToken: string) => bigint | undefined;
}

/** The minimum delay before asking the app or sending to the server again; also the delay if the policy gives up. */
const MIN_DELAY_MS = 250;
const MAX_DELAY_MS = 20_000;

/**
 * Replaces the access token of a live session before it expires: asks the app and sends its token to the server,
 * repeatedly with growing delays until the server has accepted a newer token. The server ends the session when the old
 * token has expired and its grace period is over, so this does not need the clock.
 */
export class TokenRefresh {
  readonly #port: TokenRefreshPort;
  readonly #tokens: Tokens;
  readonly #policy: ReconnectPolicy;
  readonly #answerTimeoutMs: number;
  /** The expiring token; undefined if no refresh is due. */
  #expiring: string | undefined;
  #sentAs: bigint | undefined;
  #attempt = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Identifies the latest request to the app. */
  #question = 0;

  constructor(port: TokenRefreshPort, tokens: Tokens, policy: ReconnectPolicy, answerTimeoutMs: number) {
    this.#port = port;
    this.#tokens = tokens;
    this.#policy = policy;
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /** The server reports that the token expires soon. @returns whether the app can be asked for another one. */
  onExpiring(): boolean {
    if (this.#tokens.isProvided && this.#expiring === undefined) {
      this.#expiring = this.#tokens.token ?? "";
      this.#attempt = 1;
      this.#ask();
    }
    return this.#tokens.isProvided;
  }

  /** A stream was welcomed with the current token. */
  onWelcome(): void {
    if (this.#expiring !== undefined) {
      if (this.#tokens.token === this.#expiring) {
        this.#ask();
      } else {
        this.stop();
      }
    }
  }

  /** The stream is lost. A refresh that is due continues on the next one. */
  onLost(): void {
    this.#forgetQuestion();
  }

  /** All refusals of frames up to `seq` have been reported: the remaining frames were accepted. */
  onDecided(seq: bigint): void {
    if (this.#sentAs !== undefined && this.#sentAs <= seq) {
      this.stop();
    }
  }

  /**
   * The server refused a frame. If it is the one with the token, the same or another token is sent later.
   *
   * @returns whether the same token is sent again, so that the app need not hear of it.
   */
  onRefused(seq: bigint, notice: Notice): boolean {
    if (seq !== this.#sentAs) {
      return false;
    }
    this.#sentAs = undefined;
    const token = this.#tokens.token;
    const isRepeated = isPassing(notice) && token !== undefined;
    this.#later(isRepeated ? () => this.#send(token) : () => this.#ask(), notice.retryAfterMs);
    return isRepeated;
  }

  /** No refresh is due any more. */
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
