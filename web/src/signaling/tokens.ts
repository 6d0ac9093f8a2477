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

/** A question to the app, and those who wait for its answer. */
interface Question {
  /** 1, 2, 3... */
  readonly number: number;
  readonly answer: Promise<string>;
  readonly resolve: (token: string) => void;
  readonly reject: (error: unknown) => void;
}

/** Keeps the newest access token of a client, and asks the app for one at a time. */
export class Tokens {
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
  /** The open question. Earlier ones may be answered late. */
  #asked: Question | undefined;
  #questions = 0;
  /** The newest question that was answered with a usable token. */
  #answered = 0;
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
    // Again if the answer was older than a token that was refused meanwhile.
    while (this.headers === undefined) {
      await this.#ask(this.#isRefused ? "refused" : "connect");
    }
    return this.headers;
  }

  /** Asks for a newer token before the current one expires. @throws SignalingError `TOKEN_UNAVAILABLE`. */
  refresh(): Promise<string> {
    return this.#ask("expiring");
  }

  /** The token for the next hello, if there is one. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Stops waiting for the app. A late answer is used unless a later question has been answered. */
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
    this.#asked ??= this.#question(reason);
    return this.#asked.answer;
  }

  #question(reason: "connect" | "refused" | "expiring"): Question {
    this.#questions += 1;
    const { promise: answer, resolve, reject } = withResolvers<string>();
    const question = { number: this.#questions, answer, resolve, reject };
    this.#obtain(reason, question.number).then(
      (token) => this.#onToken(question, token),
      (error) => {
        this.#close(question);
        reject(error);
      },
    );
    return question;
  }

  async #obtain(reason: "connect" | "refused" | "expiring", number: number): Promise<string> {
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
    if (token === this.#refused && number > this.#answered) {
      this.#refused = undefined;
      throw new SignalingError("TOKEN_UNAVAILABLE", { detail: "accessToken returned the token that was refused" });
    }
    return token;
  }

  #onToken(question: Question, token: string): void {
    this.#close(question);
    if (question.number > this.#answered) {
      this.#answered = question.number;
      this.#token = token;
      // It also answers a later question that is still open.
      this.#asked?.resolve(token);
      this.#asked = undefined;
    }
    question.resolve(token);
  }

  #close(question: Question): void {
    if (this.#asked === question) {
      this.#asked = undefined;
    }
  }
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
}
