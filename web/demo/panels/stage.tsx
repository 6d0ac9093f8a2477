import { useRef, useState } from "preact/hooks";

import { call } from "../calls/meeting";
import { formatNames } from "../state/format";
import { others, tiles } from "../state/store";
import { shorten } from "../state/text";
import { keepFocus } from "../state/views";
import { CopyLink } from "./copy-link";
import { DeviceProblem } from "./device-problem";
import { LinkNote } from "./link-note";
import { Avatar } from "./roster";
import { SelfView } from "./self-view";
import { Tile } from "./tile";
import { GAP, layOutTiles } from "./tile-layout";
import { useFrame } from "./use-frame";

/** In a sentence with several names. */
const LONGEST_NAME = 24;

/** The people in a call with me, in a stable order. */
export function Stage() {
  const [isNoteOpen, setNoteOpen] = useState(true);

  return (
    <section class="stage" aria-label="Stage">
      <div class="stage-area">
        {tiles.value.length === 0 ? <EmptyStage /> : <Tiles />}
        <SelfView />
      </div>
      <LinkNote />
      {isNoteOpen && <DeviceProblem onClose={() => setNoteOpen(false)} />}
    </section>
  );
}

/** All tiles have the same size; an incomplete last row is centered. */
function Tiles() {
  const place = useRef<HTMLDivElement>(null);
  const frame = useFrame(place);
  const { columns, width, height } = layOutTiles(tiles.value.length, frame);
  const size = { "--tile-width": `${width}px`, "--tile-height": `${height}px` };

  return (
    <div ref={place} class="stage-place">
      <div class="stage-tiles" style={{ ...size, inlineSize: `${columns * (width + GAP) - GAP}px` }}>
        {tiles.value.map((call) => (
          <Tile key={call.peerId} call={call} />
        ))}
      </div>
    </div>
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
        {formatNames(everyone.map((person) => shorten(person.name, LONGEST_NAME)))}{" "}
        {everyone.length === 1 ? "is" : "are"}{" "}
        {everyone.every((person) => person.isAway) ? "away for a moment" : "here"}
      </h2>
      <p class="note">Choose a person to call.</p>
      <ul class="stage-people">
        {everyone.map((person) => (
          <li key={person.peerId}>
            <button type="button" class="button" onClick={() => callFromStage(person.peerId)}>
              <Avatar name={person.name} />
              <span class="one-line">
                Call <bdi>{person.name}</bdi>
              </span>
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
