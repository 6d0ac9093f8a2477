import { HelpIcon, Mark } from "../icons";
import { isHelpOpen, room } from "../state/store";
import { CopyLink } from "./copy-link";
import { SignalingPill } from "./signaling-pill";

/** Where one is, the link to share, and how the signaling is. */
export function Header() {
  return (
    <header class="header">
      <p class="brand">
        <Mark /> <span class="wide-only">Beckon</span>
      </p>
      <h1 class="header-room" title={room.value}>
        {room.value}
      </h1>
      <div class="wide-only">
        <CopyLink kind="link" />
      </div>
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
