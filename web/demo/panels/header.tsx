import { HelpIcon, Mark } from "../icons";
import { isHelpOpen, isStageEmpty, roomName } from "../state/store";
import { isolate } from "../state/text";
import { CopyLink } from "./copy-link";
import { SignalingPill } from "./signaling-pill";

/** The room, its link and the state of signaling. */
export function Header() {
  return (
    <header class="header">
      <p class="brand">
        <Mark /> <span class="wide-only">Beckon</span>
      </p>
      <h1 class="header-room" title={isolate(roomName.value)}>
        <span class="one-line" dir="auto">
          {roomName.value}
        </span>
      </h1>
      {!isStageEmpty.value && (
        <div class="wide-only">
          <CopyLink kind="link" />
        </div>
      )}
      <div class="header-end">
        <SignalingPill />
        <button
          type="button"
          class="button quiet round wide-only"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => {
            isHelpOpen.value = true;
          }}
        >
          <HelpIcon class="icon" aria-hidden="true" />
        </button>
      </div>
    </header>
  );
}
