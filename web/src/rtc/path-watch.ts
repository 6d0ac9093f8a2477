import type { LinkProblem, LinkState } from "./link-events.js";

/** How long the two sides may search for a path before that is reported. On a good network it takes about a second. */
const NO_PATH_MS = 8_000;

const NO_PATH: LinkProblem = { code: "no-path", message: "The two sides have found no path to each other for 8 s" };

/** Reports when ICE takes so long that people must be told why they see nothing, and when it has found a path after all. */
export class PathWatch {
  readonly #onProblem: (problem: LinkProblem | undefined) => void;
  #isAgreed = false;
  #state: LinkState = "new";
  #problem: LinkProblem | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onProblem called with the problem when it begins, and with undefined when it is over. */
  constructor(onProblem: (problem: LinkProblem | undefined) => void) {
    this.#onProblem = onProblem;
  }

  get problem(): LinkProblem | undefined {
    return this.#problem;
  }

  /** The two sides have each other's descriptions, so that ICE can begin. */
  onAgreed(): void {
    this.#isAgreed = true;
    this.#look();
  }

  onState(state: LinkState): void {
    this.#state = state;
    this.#look();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    if (this.#state === "connected") {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#tell(undefined);
    } else if (this.#isAgreed) {
      // ICE restarts do not extend the time.
      this.#timer ??= setTimeout(() => this.#tell(NO_PATH), NO_PATH_MS);
    }
  }

  #tell(problem: LinkProblem | undefined): void {
    if (problem !== this.#problem) {
      this.#problem = problem;
      this.#onProblem(problem);
    }
  }
}
