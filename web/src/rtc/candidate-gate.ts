import type { CandidateBody, EndOfCandidatesBody } from "../signaling/signal.js";

/** A candidate, or the end of them. */
export type RemoteCandidate = CandidateBody | EndOfCandidatesBody;

/**
 * What is to be done with a candidate that arrived: `"add"` it; `"keep"` it, it waits here for its description; `"stale"`,
 * its description was replaced; `"overflow"`, more wait than are kept.
 */
export type CandidateVerdict = "add" | "keep" | "stale" | "overflow";

/** Most candidates that wait for their description. A browser gathers some ten to thirty. */
const MAX_EARLY = 256;
/** Most generations that are remembered as replaced. */
const MAX_REPLACED = 64;

/**
 * Decides which candidates of the other peer belong to its description that is set, by the username fragment: added to
 * another generation, they fail or mislead (W3C WebRTC, section 4.4.2, addIceCandidate).
 *
 * Of a generation that it does not know it keeps the candidates until the next description. So those of an offer that
 * lost a collision are dropped when the answer comes; if that answer goes on with their generation, none is missing.
 */
export class CandidateGate {
  #current: ReadonlySet<string> | undefined;
  #replaced: readonly string[] = [];
  #early: RemoteCandidate[] = [];

  judge(candidate: RemoteCandidate): CandidateVerdict {
    const fragment = fragmentOf(candidate);
    if (this.#current !== undefined && (fragment === null || this.#current.has(fragment))) {
      return "add";
    }
    if (fragment !== null && this.#replaced.includes(fragment)) {
      return "stale";
    }
    if (this.#early.length >= MAX_EARLY) {
      return "overflow";
    }
    this.#early.push(candidate);
    return "keep";
  }

  /**
   * A description of the other peer, with these username fragments, is set.
   *
   * @returns the early candidates that belong to it, to be added, and how many belong to none and are dropped.
   */
  onDescription(fragments: ReadonlySet<string>): {
    readonly fitting: readonly RemoteCandidate[];
    readonly dropped: number;
  } {
    const gone = [...(this.#current ?? [])].filter((fragment) => !fragments.has(fragment));
    this.#replaced = [...this.#replaced, ...gone].slice(-MAX_REPLACED);
    this.#current = fragments;
    const early = this.#early;
    this.#early = [];
    const fitting = early.filter((candidate) => {
      const fragment = fragmentOf(candidate);
      return fragment === null || fragments.has(fragment);
    });
    return { fitting, dropped: early.length - fitting.length };
  }
}

/** Peers that are no browsers fill the field with "" when they do not know it. */
function fragmentOf({ usernameFragment }: RemoteCandidate): string | null {
  return usernameFragment === "" ? null : usernameFragment;
}
