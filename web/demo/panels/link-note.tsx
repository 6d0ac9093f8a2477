import { reconnectNow } from "../calls/meeting";
import { link } from "../state/store";
import { ProblemNote } from "./problem-note";

/**
 * Shown when signaling has ended permanently or waits for the person: the reason, and what to do. Otherwise the pill is
 * enough.
 */
export function LinkNote() {
  const state = link.value;
  if (state.state === "crowded") {
    return (
      <div class="stage-note">
        <ProblemNote problem={state.problem} />
      </div>
    );
  }
  if (state.state !== "ended") return null;
  return (
    <div class="stage-note">
      <ProblemNote problem={state.problem} tone="bad" />
      <button type="button" class="button primary" onClick={reconnectNow}>
        Join again
      </button>
    </div>
  );
}
