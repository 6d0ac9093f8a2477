import { useEffect, useRef } from "preact/hooks";

import { isNarrow, sheet } from "../state/store";
import { closeSheet } from "../state/views";
import { Controls } from "./controls";
import { Header } from "./header";
import { Roster } from "./roster";
import { SidePanel } from "./side-panel";
import { Stage } from "./stage";

/** Roster, stage and side panel: three columns, or a stage with sheets. */
export function Room() {
  const open = sheet.value;
  const main = useRef<HTMLElement>(null);
  useEffect(() => main.current?.focus(), []);
  const isCovered = isNarrow.value && open !== null;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the sheet from wherever the focus is
    <div class="room" data-sheet={open ?? "none"} onKeyDown={(event) => event.key === "Escape" && closeSheet()}>
      <div class="room-header" inert={isCovered}>
        <Header />
      </div>
      <Roster />
      <main ref={main} id="stage" class="room-main" tabIndex={-1} inert={isCovered}>
        <Stage />
        <Controls />
      </main>
      <SidePanel />
      {isCovered && <button type="button" class="backdrop" aria-label="Close the sheet" onClick={closeSheet} />}
    </div>
  );
}
