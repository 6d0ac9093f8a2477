import { reconnectNow } from "../calls/meeting";
import { link } from "../state/store";
import { ProblemNote } from "./problem-note";

/** When the signaling has ended for good: why, and the way back. While it tries by itself, its pill says enough. */
export function OfflineNote() {
  const state = link.value;
  if (state.state !== "offline") return null;
  return (
    <div class="stage-note">
      <ProblemNote problem={state.problem} tone="bad" />
      <button type="button" class="button primary" onClick={reconnectNow}>
        Join again
      </button>
    </div>
  );
}
