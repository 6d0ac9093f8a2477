/**
 * The destination of a link's signals: `"any"` session of the other peer, for the first offer; one `"session"`; or
 * none, because `"nobody"` is there.
 */
export type Route =
  | { readonly type: "any" }
  | { readonly type: "session"; readonly sessionId: string }
  | { readonly type: "nobody" };

/** How the other peer was found, see {@link Reach.find}. */
export type Found =
  /** Nothing changed. */
  | "as-before"
  /** In the same session, but this side's session is new and the other side saw the old one leave. */
  | "again"
  /** In a new or unknown session. */
  | "anew";

/** Tracks how a link reaches the other peer while sessions on both sides change. */
export class Reach {
  readonly #returnTimeoutMs: number;
  readonly #onTimeout: () => void;
  #route: Route = { type: "any" };
  #lastSessionId: string | undefined;
  #isGone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onTimeout called if the other peer did not return in time. */
  constructor(returnTimeoutMs: number, onTimeout: () => void) {
    this.#returnTimeoutMs = returnTimeoutMs;
    this.#onTimeout = onTimeout;
  }

  get route(): Route {
    return this.#route;
  }

  /** Whether the other peer's session ended while this side's session continues. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** This side's session has ended. Signals sent in it do not matter for the next one. */
  lose(): void {
    this.#forget();
    this.#route = { type: "nobody" };
  }

  /** This side has a session and the other peer does not. `isGone`: it was there before, during this session. */
  miss(isGone: boolean): void {
    this.#isGone ||= isGone;
    this.#route = { type: "nobody" };
    this.#timer ??= setTimeout(this.#onTimeout, this.#returnTimeoutMs);
  }

  /** The other peer is there. `sessionId` is undefined if its session is unknown. */
  find(sessionId: string | undefined): Found {
    if (this.#isReached(sessionId)) {
      return "as-before";
    }
    const isAgain = sessionId !== undefined && sessionId === this.#lastSessionId;
    this.#forget();
    this.#route = sessionId === undefined ? { type: "any" } : { type: "session", sessionId };
    this.#lastSessionId = sessionId ?? this.#lastSessionId;
    return isAgain ? "again" : "anew";
  }

  /** A signal arrived from this session of the other peer. Returns whether it is another one than before. */
  adopt(sessionId: string): boolean {
    const isChange = this.#lastSessionId !== undefined && this.#lastSessionId !== sessionId;
    this.#forget();
    this.#route = { type: "session", sessionId };
    this.#lastSessionId = sessionId;
    return isChange;
  }

  stop(): void {
    this.#forget();
  }

  #isReached(sessionId: string | undefined): boolean {
    switch (this.#route.type) {
      case "any":
        return sessionId === undefined || this.#lastSessionId === undefined;
      case "session":
        return sessionId === undefined || this.#lastSessionId === sessionId;
      case "nobody":
        return false;
    }
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isGone = false;
  }
}
