/**
 * Where a link sends: `"any"` session of the other peer, as the first offer does; one `"session"`; or nowhere, because
 * `"nobody"` is there.
 */
export type Route =
  | { readonly type: "any" }
  | { readonly type: "session"; readonly sessionId: string }
  | { readonly type: "nobody" };

/** How the other peer was found, see {@link Reach.find}. */
export type Found =
  /** Nothing changed. */
  | "as-before"
  /** In the session of before: one's own is a new one, and the other side saw the old one leave. */
  | "again"
  /** In a new session, or nobody knows in which. */
  | "anew";

/** How a link reaches the other peer, while sessions on both sides come and go. */
export class Reach {
  readonly #returnTimeoutMs: number;
  readonly #onTimeout: () => void;
  #route: Route = { type: "any" };
  #lastSessionId: string | undefined;
  #isGone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onTimeout called when the other peer did not come back in time. */
  constructor(returnTimeoutMs: number, onTimeout: () => void) {
    this.#returnTimeoutMs = returnTimeoutMs;
    this.#onTimeout = onTimeout;
  }

  get route(): Route {
    return this.#route;
  }

  /** Whether the other peer's session ended while one's own goes on. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** One's own session is over. What was sent in it and to which session says nothing about the next. */
  lose(): void {
    this.#forget();
    this.#route = { type: "nobody" };
  }

  /** One's own session is there, and the other peer is not. `isGone`: it was there before, in this own session. */
  miss(isGone: boolean): void {
    this.#isGone ||= isGone;
    this.#route = { type: "nobody" };
    this.#timer ??= setTimeout(this.#onTimeout, this.#returnTimeoutMs);
  }

  /** The other peer is there. `sessionId` is undefined when nobody knows in which session. */
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

  /** The other peer spoke out of this session. Returns whether it is another one than before. */
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
