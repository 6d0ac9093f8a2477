import { CameraOffIcon } from "../icons";
import { camera, myStream } from "../state/store";
import { CameraToggle, MicrophoneToggle } from "./device-toggle";
import { Video } from "./video";
import { Wait } from "./wait";

/** The video that others will see of me. */
export function Preview() {
  return (
    <div class="preview tile">
      {camera.value === "on" ? (
        <Video stream={myStream.value} label="Your camera" isMuted isMirrored />
      ) : (
        <div class="tile-empty">
          <CameraOffIcon class="icon" aria-hidden="true" />
          {camera.value === "asking" ? (
            <Wait>Your browser asks for the camera. You can join without it.</Wait>
          ) : (
            <p>Camera is off</p>
          )}
        </div>
      )}
      <div class="preview-controls">
        <MicrophoneToggle />
        <CameraToggle />
      </div>
    </div>
  );
}
