import { SignalingError } from "./signaling-error.js";

/**
 * Gives the access token (JWT) that the server asks for.
 *
 * @param reason `"connect"` for the first hello, `"refused"` when the server did not accept the one before, `"expiring"` when
 *     it will soon be over.
 * @returns the token, without "Bearer". When it rejects, the client tries again with backoff.
 */
export type TokenProvider = (reason: "connect" | "refused" | "expiring") => string | Promise<string>;

/** Keeps the newest access token of a client, and asks the app for one at a time. */
export class Tokens {
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
  #asked: Promise<string> | undefined;
  #isRefused = false;

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

  /** The server took the token. */
  onAccepted(): void {
    this.#isRefused = false;
  }

  /** The server did not take the token. @returns whether another one may be tried: once, until one is accepted. */
  onRefused(): boolean {
    const mayTry = this.#provider !== undefined && !this.#isRefused;
    this.#token = undefined;
    this.#isRefused = true;
    return mayTry;
  }

  /** An answer that comes late is kept: it serves the next hello. */
  #ask(reason: "connect" | "refused" | "expiring"): Promise<string> {
    this.#asked ??= (async () => {
      try {
        this.#token = (await this.#provider?.(reason)) ?? "";
        return this.#token;
      } catch (thrown) {
        throw new SignalingError("TOKEN_UNAVAILABLE", { cause: thrown });
      } finally {
        this.#asked = undefined;
      }
    })();
    return this.#asked;
  }
}
