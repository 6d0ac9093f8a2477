import { useMemo, useRef, useState } from "preact/hooks";

import { NewestIcon } from "../icons";
import { LaneHeads } from "../sequence/lane-heads";
import { layOut } from "../sequence/layout";
import { Picture } from "../sequence/picture";
import { StepDetails } from "../sequence/step-details";
import { peersOf, stepsOf } from "../sequence/steps";
import { areHeartbeatsShown, nameOf, traces } from "../state/store";
import { SourceLink } from "./source-link";
import { useFollowing } from "./use-following";
import { useFrame } from "./use-frame";

const ROW = 34;
const ROW_TOUCH = 44;

/** The signaling of this page as a live sequence diagram. */
export function Signaling() {
  const all = traces.value;
  const heartbeats = areHeartbeatsShown.value ? "with-heartbeats" : "quiet";
  const steps = useMemo(() => stepsOf(all, heartbeats), [all, heartbeats]);
  const scroller = useRef<HTMLDivElement>(null);
  const frame = useFrame(scroller);
  const layout = layOut(steps, peersOf(steps), {
    rowHeight: frame.isTouch ? ROW_TOUCH : ROW,
    frame,
  });
  const [selected, setSelected] = useState<number | null>(null);
  const { isAtEnd, toEnd, onScroll } = useFollowing(scroller, layout.height);

  const move = (event: KeyboardEvent) => {
    const next = stepAfter(event.key, steps, selected);
    if (next === undefined) return;
    event.preventDefault();
    setSelected(next);
    document.getElementById(`step-${next}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  return (
    <div class="signaling">
      <div
        ref={scroller}
        class="sequence"
        role="listbox"
        tabIndex={0}
        aria-label="Signaling, message by message"
        aria-activedescendant={selected === null ? undefined : `step-${selected}`}
        data-testid="sequence"
        onKeyDown={move}
        onScroll={onScroll}
      >
        <LaneHeads layout={layout} nameOf={nameOf} />
        <Picture layout={layout} start={steps[0]?.at ?? 0} selected={selected} nameOf={nameOf} onSelect={setSelected} />
      </div>
      {!isAtEnd && (
        <button
          type="button"
          class="button newest"
          onClick={() => {
            toEnd();
            // The button disappears.
            scroller.current?.focus();
          }}
        >
          <NewestIcon class="icon" aria-hidden="true" /> Newest
        </button>
      )}
      <StepDetails step={steps.find((step) => step.id === selected)} nameOf={nameOf} />
      <footer class="signaling-footer">
        <label class="check">
          <input
            type="checkbox"
            checked={areHeartbeatsShown.value}
            onChange={(event) => {
              areHeartbeatsShown.value = event.currentTarget.checked;
            }}
          />
          Heartbeats and acks
        </label>
        <span>
          <SourceLink file="signaling.tsx" />
          <SourceLink file="picture.tsx" />
        </span>
      </footer>
    </div>
  );
}

/** The step that an arrow key selects; undefined for other keys. */
function stepAfter(key: string, steps: readonly { readonly id: number }[], selected: number | null) {
  const current = steps.findIndex((step) => step.id === selected);
  const last = steps.length - 1;
  switch (key) {
    case "ArrowDown":
      return steps[Math.min(current + 1, last)]?.id;
    case "ArrowUp":
      return steps[current < 0 ? last : Math.max(current - 1, 0)]?.id;
    case "Home":
      return steps[0]?.id;
    case "End":
      return steps[last]?.id;
    default:
      return undefined;
  }
}
