import { toggleCamera, toggleMicrophone } from "../calls/media";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon } from "../icons";
import { camera, microphone } from "../state/store";

/** Switches the microphone. */
export function MicrophoneToggle() {
  const isOn = microphone.value === "on";
  const Icon = isOn ? MicrophoneIcon : MicrophoneOffIcon;
  return (
    <button
      type="button"
      class="control"
      aria-pressed={isOn}
      aria-label="Microphone"
      aria-keyshortcuts="m"
      title={isOn ? "Turn the microphone off (m)" : "Turn the microphone on (m)"}
      data-testid="microphone"
      onClick={() => void toggleMicrophone()}
    >
      <Icon class="icon" aria-hidden="true" />
    </button>
  );
}

/** Switches the camera. */
export function CameraToggle() {
  const isOn = camera.value === "on";
  const Icon = isOn ? CameraIcon : CameraOffIcon;
  return (
    <button
      type="button"
      class="control"
      aria-pressed={isOn}
      aria-label="Camera"
      aria-keyshortcuts="v"
      title={isOn ? "Turn the camera off (v)" : "Turn the camera on (v)"}
      data-testid="camera"
      onClick={() => void toggleCamera()}
    >
      <Icon class="icon" aria-hidden="true" />
    </button>
  );
}
