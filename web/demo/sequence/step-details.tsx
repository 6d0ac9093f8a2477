import { formatDuration } from "../state/format";
import type { Step } from "./steps";
import { meaning, type NameOf, shortWords, sizeWords, way } from "./words";

interface Props {
  readonly step: Step | undefined;
  readonly nameOf: NameOf;
}

/** Details of the selected step. Always of the same height, so that the diagram above does not move. */
export function StepDetails({ step, nameOf }: Props) {
  return (
    <section class="step-details" aria-label="Chosen step" data-testid="step-details">
      {step ? <Chosen step={step} nameOf={nameOf} /> : <Legend />}
    </section>
  );
}

function Chosen({ step, nameOf }: { readonly step: Step; readonly nameOf: NameOf }) {
  const facts = [
    clock(step.at),
    sizeWords(step),
    step.count > 1 ? `${step.count} within ${formatDuration(step.until - step.at)}` : "",
    step.connectionId ? `connection ${step.connectionId}` : "",
    step.isRepeated ? "sent again" : "",
    ...new Set(step.details),
  ];
  return (
    <>
      <p>
        <strong>{shortWords(step, nameOf)}</strong> <span class="note">{way(step, nameOf)}</span>
      </p>
      <p class="note">{meaning(step)}</p>
      <p class="step-facts">{facts.filter(Boolean).join(" · ")}</p>
    </>
  );
}

function clock(at: number): string {
  const date = new Date(at);
  return `${date.toLocaleTimeString("en-GB")}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

const LEGEND = [
  ["offer", "offer"],
  ["answer", "answer"],
  ["candidate", "candidates"],
  ["room", "room"],
] as const;

function Legend() {
  return (
    <>
      <p class="note">Point at a step, or use the arrow keys, to see more. Descriptions and addresses stay hidden.</p>
      <ul class="legend">
        {LEGEND.map(([family, words]) => (
          <li key={family}>
            <svg width="36" height="12" class="sequence-step" data-family={family} aria-hidden="true">
              <path class="line" d="M1 6H28" />
              {family === "answer" || family === "room" ? (
                <path class="head open" d="M27 1L34 6L27 11" />
              ) : (
                <path class="head" d="M27 1L34 6L27 11Z" />
              )}
            </svg>
            {words}
          </li>
        ))}
      </ul>
    </>
  );
}
