import { SignalingError } from "./signaling-error.js";

/**
 * Gives the access token (JWT) that the server asks for.
 *
 * @param reason `"connect"` for the first hello, `"refused"` when the server did not accept the one before, `"expiring"` when
 *     it will soon be over.
 * @returns the token, without "Bearer". When it rejects, or gives no answer within the `connectTimeoutMs` of the client, the client
 *     asks again with backoff: for a live session until the server has taken a newer token.
 */
export type TokenProvider = (reason: "connect" | "refused" | "expiring") => string | Promise<string>;

/** Keeps the newest access token of a client, and asks the app for one at a time. */
export class Tokens {
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
  #asked: Promise<string> | undefined;
  #isRefused = false;
  /** The token that was refused last; it is not sent again unless the app gives it once more. */
  #refused: string | undefined;

  constructor(provider: TokenProvider | undefined) {
    this.#provider = provider;
  }

  get isProvided(): boolean {
    return this.#provider !== undefined;
  }

  /** Whether the app is being asked. */
  get isAsking(): boolean {
    return this.#asked !== undefined;
  }

  /** The metadata that shows the token, if there is one or none is needed. */
  get headers(): Readonly<Record<string, string>> | undefined {
    if (this.#provider === undefined) {
      return {};
    }
    return this.#token === undefined ? undefined : { authorization: `Bearer ${this.#token}` };
  }

  /** The metadata that shows the token; asks the app when there is no good one. @throws SignalingError `TOKEN_UNAVAILABLE`. */
  async obtainHeaders(): Promise<Readonly<Record<string, string>>> {
    if (this.headers === undefined) {
      await this.#ask(this.#isRefused ? "refused" : "connect");
    }
    return this.headers ?? {};
  }

  /** Asks for a newer token before the present one is over. @throws SignalingError `TOKEN_UNAVAILABLE`. */
  refresh(): Promise<string> {
    return this.#ask("expiring");
  }

  /** The token of the next hello, if there is one. */
  get token(): string | undefined {
    return this.#token;
  }

  /** The app's answer is not awaited any longer. One that comes late is kept: it serves the next hello. */
  giveUpAsking(): void {
    this.#asked = undefined;
  }

  /** The server took the token. */
  onAccepted(): void {
    this.#isRefused = false;
    this.#refused = undefined;
  }

  /** The server did not take the token. @returns whether another one may be tried at once: until one is accepted, only once. */
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
    // No header can carry anything else.
    if (typeof token !== "string" || !/^[!-~]+$/.test(token)) {
      const detail = "accessToken gave no token (expected: printable ASCII without spaces)";
      throw new SignalingError("TOKEN_UNAVAILABLE", { detail });
    }
    if (token === this.#refused) {
      this.#refused = undefined;
      throw new SignalingError("TOKEN_UNAVAILABLE", { detail: "accessToken gave the token that was refused" });
    }
    this.#token = token;
    return token;
  }
}
