// What I send: my tracks to every call, and the states of microphone, camera and screen to the room.
import { effect } from "@preact/signals";

import type { Call } from "../../src/rtc/index.js";
import type { SignalingClient } from "../../src/signaling/index.js";
import { camera, microphone, myScreen, myStream } from "../state/store";

// One stream for camera and microphone, so that they stay synchronized, and one for the screen. Others identify them by
// their ids.
const face = new MediaStream();
const display = new MediaStream();

/** My attributes for the others. An empty value removes the key (beckon.v1, UpdateMember). */
export function myAttributes(): Record<string, string> {
  return {
    microphone: microphone.value === "on" ? "" : "off",
    camera: camera.value === "on" ? "" : "off",
    screen: myScreen.value ? display.id : "",
  };
}

/** The attributes for hello, without empty values, which are only meaningful in a change. */
export function withoutEmpty(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}

/**
 * Keeps call and room up to date until the returned function is called.
 *
 * @param told the attributes that hello sent.
 */
export function publish(client: SignalingClient, call: Call, told: Readonly<Record<string, string>>): () => void {
  let last = JSON.stringify(told);
  const ends = [
    effect(() => {
      const stream = myStream.value;
      void call.setTrack("microphone", stream?.getAudioTracks()[0] ?? null, face);
      void call.setTrack("camera", stream?.getVideoTracks()[0] ?? null, face);
    }),
    effect(() => {
      void call.setTrack("screen", myScreen.value?.getVideoTracks()[0] ?? null, display);
    }),
    effect(() => {
      const attributes = myAttributes();
      if (JSON.stringify(attributes) === last) return;
      last = JSON.stringify(attributes);
      client.updateMember({ attributes });
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
