// The smallest page that makes a video call. The README quotes what stands between the marks.
import { createCall } from "../src/rtc/index.js";
import { connectSignaling } from "../src/signaling/index.js";

// README: begin
const signaling = connectSignaling({ url: location.origin, peerId: crypto.randomUUID() });
const call = createCall({ signaling, room: "lobby" });

call.on((event) => {
  if (event.type !== "link") return;
  const { link, event: change } = event;
  if (change.type === "closed") document.getElementById(link.peerId)?.remove();
  // One element for picture and sound of a person. Browsers play sound at once on a page that uses a camera or microphone,
  // or was clicked before; on others a person presses play.
  if (change.type !== "track" || document.getElementById(link.peerId)) return;
  const video = Object.assign(document.createElement("video"), { id: link.peerId, autoplay: true, controls: true });
  video.playsInline = true;
  video.srcObject = change.streams[0] ?? null;
  document.body.append(video);
});

// Without a camera: the microphone alone. Without both, one still sees and hears the others.
const devices = navigator.mediaDevices;
const media = await devices
  .getUserMedia({ video: true, audio: true })
  .catch(() => devices.getUserMedia({ audio: true }))
  .catch(() => new MediaStream());
for (const track of media.getTracks()) await call.setTrack(track.kind, track, media);
await call.join();
// README: end
