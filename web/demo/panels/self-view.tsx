import { MicrophoneOffIcon, ShareIcon } from "../icons";
import { camera, microphone, myName, myScreen, myStream } from "../state/store";
import { Avatar } from "./roster";
import { Video } from "./video";

/** The video that others see of me, small, always in the same corner. */
export function SelfView() {
  const picture = myScreen.value ?? (camera.value === "on" ? myStream.value : null);
  return (
    <aside class="self-view tile" aria-label="What others see of you">
      {picture ? (
        <Video
          stream={picture}
          label={myScreen.value ? "Your screen" : "Your camera"}
          isMuted
          isMirrored={!myScreen.value}
        />
      ) : (
        <div class="tile-empty">
          <Avatar name={myName.value} />
        </div>
      )}
      <span class="tile-name">
        {microphone.value !== "on" && <MicrophoneOffIcon class="icon" aria-label="Microphone off" />}
        {myScreen.value && <ShareIcon class="icon" aria-hidden="true" />}
        {myScreen.value ? "Sharing" : "You"}
      </span>
    </aside>
  );
}
