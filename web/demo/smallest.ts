// The smallest page that makes a video call. The README quotes the part between the marks.
import { createCall } from "../src/rtc/index.js";
import { connectSignaling } from "../src/signaling/index.js";

// README: begin
const signaling = connectSignaling({ url: location.origin, peerId: crypto.randomUUID() });
const call = createCall({ signaling, room: "lobby" });

call.on((event) => {
  if (event.type !== "link") return;
  const { link, event: change } = event;
  if (change.type === "closed") document.getElementById(link.peerId)?.remove();
  // One element for each person's video and audio. Browsers play audio at once if the page uses a camera or microphone
  // or was clicked before; otherwise the person has to press play.
  if (change.type !== "track" || document.getElementById(link.peerId)) return;
  const video = Object.assign(document.createElement("video"), { id: link.peerId, autoplay: true, controls: true });
  video.playsInline = true;
  video.srcObject = change.streams[0] ?? null;
  document.body.append(video);
});

// Without a camera, use only the microphone. Without both, one can still see and hear the others.
const devices = navigator.mediaDevices;
const media = await devices
  .getUserMedia({ video: true, audio: true })
  .catch(() => devices.getUserMedia({ audio: true }))
  .catch(() => new MediaStream());
for (const track of media.getTracks()) await call.setTrack(track.kind, track, media);
await call.join();
// README: end
