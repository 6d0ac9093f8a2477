import type { CandidateBody, EndOfCandidatesBody } from "../signaling/signal.js";

/** A candidate or the end of candidates. */
export type RemoteCandidate = CandidateBody | EndOfCandidatesBody;

/**
 * What to do with a received candidate: `"add"` it; `"keep"`: it is kept here for its description; `"stale"`: its
 * description was replaced; `"overflow"`: too many are kept already.
 */
export type CandidateVerdict = "add" | "keep" | "stale" | "overflow";

/** Most candidates that are kept for their description. A browser gathers about ten to thirty. */
const MAX_EARLY = 256;
/** Most replaced generations that are remembered. */
const MAX_REPLACED = 64;

/**
 * Decides by the username fragment which candidates belong to the current remote description: added to another
 * generation, they would fail or do harm (W3C WebRTC, section 4.4.2, addIceCandidate).
 *
 * Candidates of an unknown generation are kept until the next description. So those of an offer that lost a collision
 * are dropped when the answer arrives; if that answer continues their generation, none is missing.
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
   * A remote description with these username fragments was set.
   *
   * @returns the kept candidates that belong to it, to be added, and how many belong to no description and are dropped.
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

/** Peers other than browsers set the field to "" if they do not know it. */
function fragmentOf({ usernameFragment }: RemoteCandidate): string | null {
  return usernameFragment === "" ? null : usernameFragment;
}
