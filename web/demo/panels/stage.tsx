import { useEffect, useRef, useState } from "preact/hooks";

import { call } from "../calls/meeting";
import { formatNames } from "../state/format";
import { others, tiles } from "../state/store";
import { keepFocus } from "../state/views";
import { CopyLink } from "./copy-link";
import { DeviceProblem } from "./device-problem";
import { LinkNote } from "./link-note";
import { Avatar } from "./roster";
import { SelfView } from "./self-view";
import { EmptyTile, Tile } from "./tile";

const GAP = 12;

/** The people one is talking with, each at a place that stays theirs. */
export function Stage() {
  const grid = useRef<HTMLDivElement>(null);
  const [isNoteOpen, setNoteOpen] = useState(true);
  const columns = useColumns(grid, tiles.value.length);

  return (
    <section class="stage" aria-label="Stage">
      <div class="stage-area">
        <div ref={grid} class="stage-grid" style={{ "--columns": columns }}>
          {tiles.value.length === 0 && <EmptyStage />}
          {tiles.value.map((one, place) => (one ? <Tile key={one.peerId} call={one} /> : <EmptyTile key={place} />))}
        </div>
        <SelfView />
      </div>
      <LinkNote />
      {isNoteOpen && <DeviceProblem onClose={() => setNoteOpen(false)} />}
    </section>
  );
}

/** Says what to do next: copy the link, or call somebody. */
function EmptyStage() {
  const everyone = others.value;
  if (everyone.length === 0) {
    return (
      <div class="stage-empty">
        <h2>Nobody here yet</h2>
        <p class="note">Copy the link and send it to somebody.</p>
        <CopyLink kind="primary" />
      </div>
    );
  }
  return (
    <div class="stage-empty">
      <h2>
        {formatNames(everyone.map((person) => person.name))} {everyone.length === 1 ? "is" : "are"}{" "}
        {everyone.every((person) => person.isAway) ? "away for a moment" : "here"}
      </h2>
      <p class="note">Choose a person to call.</p>
      <ul class="stage-people">
        {everyone.map((person) => (
          <li key={person.peerId}>
            <button type="button" class="button" onClick={() => callFromStage(person.peerId)}>
              <Avatar name={person.name} /> Call {person.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function callFromStage(peerId: string): void {
  call(peerId);
  keepFocus();
}

/** How many columns give the most room to faces, which are about as wide as high. */
function useColumns(grid: { readonly current: HTMLElement | null }, count: number): number {
  const [size, setSize] = useState({ width: 1, height: 1 });

  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setSize(entry.contentRect));
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid]);

  let best = { columns: 1, side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const width = (size.width - GAP * (columns - 1)) / columns;
    const height = (size.height - GAP * (rows - 1)) / rows;
    const side = Math.min(width, height);
    if (side > best.side) best = { columns, side };
  }
  return best.columns;
}
