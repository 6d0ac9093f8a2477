// My camera, microphone and screen. Changes are published as new MediaStreams in the store, which the calls observe.
import { announce } from "../state/announcements";
import type { DeviceState } from "../state/model";
import { camera, microphone, myScreen, myStream } from "../state/store";

const VIDEO: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } };
const AUDIO: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true };

type Kind = "audio" | "video";
const stateOf = { audio: microphone, video: camera } as const;

/** Requests camera and microphone together, so that the browser asks once; missing devices are left out. */
export async function startDevices(): Promise<void> {
  const both = await open(["audio", "video"]);
  // One of them may be present without the other.
  if (both || (camera.value !== "missing" && camera.value !== "busy")) return;
  await open(["audio"]);
  await open(["video"]);
}

export async function toggleMicrophone(): Promise<void> {
  const track = myStream.value?.getAudioTracks()[0];
  if (!track) {
    if (microphone.value !== "asking") await open(["audio"]);
  } else {
    track.enabled = !track.enabled;
    microphone.value = track.enabled ? "on" : "off";
  }
  announceDevice("Microphone", microphone.value);
}

/** Switching off stops the track, so that the camera's light goes out. */
export async function toggleCamera(): Promise<void> {
  const track = myStream.value?.getVideoTracks()[0];
  if (track) {
    track.stop();
    without(track);
    camera.value = "off";
  } else if (camera.value !== "asking") {
    await open(["video"]);
  }
  announceDevice("Camera", camera.value);
}

export async function toggleShare(): Promise<void> {
  if (myScreen.value) {
    stopShare();
    return;
  }
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
    // Ended by the browser's "Stop sharing".
    stream.getVideoTracks()[0]?.addEventListener("ended", stopShare);
    myScreen.value = stream;
    announce("You are sharing your screen");
  } catch {
    announce("Your screen is not shared");
  }
}

export function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

export function stopShare(): void {
  if (!myScreen.value) return;
  for (const track of myScreen.value.getTracks()) track.stop();
  myScreen.value = null;
  announce("Screen sharing ended");
}

async function open(kinds: readonly Kind[]): Promise<boolean> {
  for (const kind of kinds) stateOf[kind].value = "asking";
  try {
    const stream = await ask(kinds);
    for (const track of stream.getTracks()) adopt(track);
    return true;
  } catch (error) {
    for (const kind of kinds) stateOf[kind].value = stateAfter(error);
    return false;
  }
}

function ask(kinds: readonly Kind[]): Promise<MediaStream> {
  // Pages that are neither local nor https have no navigator.mediaDevices.
  if (!isSecureContext) return Promise.reject(new DOMException("insecure page", "InsecureError"));
  return navigator.mediaDevices.getUserMedia({
    audio: kinds.includes("audio") ? AUDIO : false,
    video: kinds.includes("video") ? VIDEO : false,
  });
}

function adopt(track: MediaStreamTrack): void {
  const kind: Kind = track.kind === "audio" ? "audio" : "video";
  const others = (myStream.value?.getTracks() ?? []).filter((other) => other.kind !== kind);
  myStream.value = new MediaStream([...others, track]);
  stateOf[kind].value = "on";
  // Unplugged, or revoked in the browser's settings.
  track.addEventListener("ended", () => {
    without(track);
    stateOf[kind].value = "missing";
  });
}

function without(track: MediaStreamTrack): void {
  const rest = (myStream.value?.getTracks() ?? []).filter((other) => other !== track);
  myStream.value = rest.length > 0 ? new MediaStream(rest) : null;
}

function stateAfter(error: unknown): DeviceState {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InsecureError") return "insecure";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

const STATE_WORDS: Partial<Record<DeviceState, string>> = {
  on: "on",
  off: "off",
  denied: "not allowed on this page",
  missing: "not found",
  busy: "in use by another program",
  insecure: "works on secure pages only",
};

function announceDevice(device: string, state: DeviceState): void {
  const words = STATE_WORDS[state];
  if (words) announce(`${device} ${words}`);
}
