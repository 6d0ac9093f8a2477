import { SignalingError } from "./signaling-error.js";

/**
 * Supplies the access token (JWT) that the server requires.
 *
 * @param reason `"connect"` for the first hello, `"refused"` if the server did not accept the previous token,
 *     `"expiring"` if it expires soon.
 * @returns the token, without "Bearer". If it rejects, or does not settle within the `connectTimeoutMs` of the client,
 *     the client asks again with backoff; for a live session until the server has accepted a newer token.
 */
export type TokenProvider = (reason: "connect" | "refused" | "expiring") => string | Promise<string>;

/** Keeps the newest access token of a client, and asks the app for one at a time. */
export class Tokens {
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
  #asked: Promise<string> | undefined;
  #isRefused = false;
  /** The token that was refused last; it is not sent again unless the app supplies it once more. */
  #refused: string | undefined;

  constructor(provider: TokenProvider | undefined) {
    this.#provider = provider;
  }

  get isProvided(): boolean {
    return this.#provider !== undefined;
  }

  /** Whether a request to the app is pending. */
  get isAsking(): boolean {
    return this.#asked !== undefined;
  }

  /** The metadata with the token; undefined if a token is required but missing. */
  get headers(): Readonly<Record<string, string>> | undefined {
    if (this.#provider === undefined) {
      return {};
    }
    return this.#token === undefined ? undefined : { authorization: `Bearer ${this.#token}` };
  }

  /** The metadata with the token; asks the app if there is no valid one. @throws SignalingError `TOKEN_UNAVAILABLE`. */
  async obtainHeaders(): Promise<Readonly<Record<string, string>>> {
    if (this.headers === undefined) {
      await this.#ask(this.#isRefused ? "refused" : "connect");
    }
    return this.headers ?? {};
  }

  /** Asks for a newer token before the current one expires. @throws SignalingError `TOKEN_UNAVAILABLE`. */
  refresh(): Promise<string> {
    return this.#ask("expiring");
  }

  /** The token for the next hello, if there is one. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Stops waiting for the app. A late answer is kept for the next hello. */
  giveUpAsking(): void {
    this.#asked = undefined;
  }

  /** The server accepted the token. */
  onAccepted(): void {
    this.#isRefused = false;
    this.#refused = undefined;
  }

  /**
   * The server refused the token. @returns whether another one may be tried at once; only once until one is accepted.
   */
  onRefused(): boolean {
    const mayTry = this.#provider !== undefined && !this.#isRefused;
    this.#refused = this.#token;
    this.#token = undefined;
    this.#isRefused = true;
    return mayTry;
  }

  #ask(reason: "connect" | "refused" | "expiring"): Promise<string> {
    if (this.#asked === undefined) {
      const asked = this.#obtain(reason).finally(() => {
        if (this.#asked === asked) {
          this.#asked = undefined;
        }
      });
      this.#asked = asked;
    }
    return this.#asked;
  }

  async #obtain(reason: "connect" | "refused" | "expiring"): Promise<string> {
    let token: unknown;
    try {
      token = await this.#provider?.(reason);
    } catch (thrown) {
      throw new SignalingError("TOKEN_UNAVAILABLE", { cause: thrown });
    }
    // A header cannot carry anything else.
    if (typeof token !== "string" || !/^[!-~]+$/.test(token)) {
      const detail = "accessToken returned no token (expected: printable ASCII without spaces)";
      throw new SignalingError("TOKEN_UNAVAILABLE", { detail });
    }
    if (token === this.#refused) {
      this.#refused = undefined;
      throw new SignalingError("TOKEN_UNAVAILABLE", { detail: "accessToken returned the token that was refused" });
    }
    this.#token = token;
    return token;
  }
}
