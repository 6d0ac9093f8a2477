import type { DeviceState } from "../state/model";
import { camera, microphone } from "../state/store";
import { ProblemNote } from "./problem-note";

const WORDS: Partial<Record<DeviceState, { readonly title: string; readonly advice: string }>> = {
  denied: {
    title: "This page may not use your camera and microphone.",
    advice:
      "To be seen and heard, allow them in the address bar and press the camera button. You can join without them.",
  },
  missing: {
    title: "No camera or microphone was found.",
    advice: "Connect one and press its button. You can join without.",
  },
  insecure: {
    title: "Cameras and microphones work on secure pages only.",
    advice: "Open this page over https, or on this machine as localhost. You can join without.",
  },
  busy: {
    title: "Your camera is in use by another program.",
    advice: "Close that program and press the camera button. You can join without.",
  },
};

/** Explains why there is no picture or sound, and what to do. Empty if all is well. */
export function DeviceProblem({ onClose }: { readonly onClose?: () => void }) {
  const words = WORDS[camera.value] ?? WORDS[microphone.value];
  if (!words) return null;
  return <ProblemNote problem={{ ...words, code: "" }} {...(onClose && { onClose })} />;
}
