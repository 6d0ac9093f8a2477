import { canShare, toggleShare } from "../calls/media";
import { leave } from "../calls/meeting";
import { ChatIcon, LeaveIcon, PeopleIcon, ShareIcon, ShareOffIcon, SignalingIcon } from "../icons";
import { myScreen, others, unread } from "../state/store";
import { openChat, openPeople, openSide } from "../state/views";
import { CameraToggle, MicrophoneToggle } from "./device-toggle";
import { SourceLink } from "./source-link";

/** The bar under the stage. */
export function Controls() {
  return (
    <div class="controls" role="toolbar" aria-label="Call">
      <SourceLink file="stage.tsx" />
      <MicrophoneToggle />
      <CameraToggle />
      {canShare() && <ShareToggle />}
      <button
        type="button"
        class="control narrow-only"
        aria-label={`People, ${others.value.length + 1}`}
        onClick={openPeople}
      >
        <PeopleIcon class="icon" aria-hidden="true" />
      </button>
      <button
        type="button"
        class="control narrow-only"
        aria-label={unread.value > 0 ? `Chat, ${unread.value} new` : "Chat"}
        onClick={openChat}
      >
        <ChatIcon class="icon" aria-hidden="true" />
        {unread.value > 0 && <span class="badge" />}
      </button>
      <button type="button" class="control narrow-only" aria-label="Signaling" onClick={() => openSide("signaling")}>
        <SignalingIcon class="icon" aria-hidden="true" />
      </button>
      <button
        type="button"
        class="control leave"
        data-testid="leave"
        aria-label="Leave"
        title="Leave the room"
        onClick={leave}
      >
        <LeaveIcon class="icon" aria-hidden="true" />
        <span class="wide-only">Leave</span>
      </button>
    </div>
  );
}

function ShareToggle() {
  const isOn = myScreen.value !== null;
  const Icon = isOn ? ShareOffIcon : ShareIcon;
  return (
    <button
      type="button"
      class="control"
      data-kind="share"
      aria-pressed={isOn}
      aria-label="Share screen"
      aria-keyshortcuts="s"
      title={isOn ? "Stop sharing (s)" : "Share your screen (s)"}
      data-testid="share"
      onClick={() => void toggleShare()}
    >
      <Icon class="icon" aria-hidden="true" />
    </button>
  );
}
