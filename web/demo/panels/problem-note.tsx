import { ProblemIcon } from "../icons";
import type { Problem } from "../state/problems";

interface Props {
  readonly problem: Problem;
  readonly tone?: "warn" | "bad";
}

/** A problem in words; its code is one click away. */
export function ProblemNote({ problem, tone = "warn" }: Props) {
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
    </div>
  );
}
