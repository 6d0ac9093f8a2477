import { CloseIcon, ProblemIcon } from "../icons";
import type { Problem } from "../state/problems";

interface Props {
  readonly problem: Problem;
  readonly tone?: "warn" | "bad";
  /** If set, the note can be closed. */
  readonly onClose?: () => void;
}

/** Describes a problem; its code is one click away. */
export function ProblemNote({ problem, tone = "warn", onClose }: Props) {
  return (
    <div class="problem" data-tone={tone} role="alert">
      <ProblemIcon class="icon" aria-hidden="true" />
      <div>
        <strong>{problem.title}</strong> {problem.advice}
        {problem.code && (
          <details>
            <summary>Details</summary>
            <code>{problem.code}</code>
          </details>
        )}
      </div>
      {onClose && (
        <button type="button" class="button quiet round" aria-label="Close this note" onClick={onClose}>
          <CloseIcon class="icon" aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
