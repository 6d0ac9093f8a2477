// What I send: my tracks to every call, and to the room whether microphone, camera and screen are on.
import { effect } from "@preact/signals";

import type { Call } from "../../src/rtc/index.js";
import type { SignalingClient } from "../../src/signaling/index.js";
import { camera, microphone, myScreen, myStream } from "../state/store";

// One stream for face and voice, so that they stay in step, and one for the screen. Their ids are what others see.
const face = new MediaStream();
const display = new MediaStream();

/** What others are told about me. An empty value takes the key away (beckon.v1, UpdateMember). */
export function myAttributes(): Record<string, string> {
  return {
    microphone: microphone.value === "on" ? "" : "off",
    camera: camera.value === "on" ? "" : "off",
    screen: myScreen.value ? display.id : "",
  };
}

/** The attributes for hello: without the empty ones, which only mean something in a change. */
export function withoutEmpty(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}

/**
 * Keeps call and room up to date until the returned function is called.
 *
 * @param told what hello told the others already.
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
