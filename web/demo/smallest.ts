// The smallest page that makes a video call. The README quotes what stands between the marks.
import { createCall } from "../src/rtc/index.js";
import { connectSignaling } from "../src/signaling/index.js";

// README: begin
const peerId = crypto.randomUUID();
const signaling = connectSignaling({ url: location.origin, peerId });
const call = createCall({ signaling, room: "lobby" });

call.on((event) => {
  if (event.type !== "link") return;
  const { link, event: change } = event;
  if (change.type === "closed") document.getElementById(link.peerId)?.remove();
  if (change.type !== "track" || change.track.kind !== "video") return;
  const video = Object.assign(document.createElement("video"), { id: link.peerId, autoplay: true, muted: true });
  video.srcObject = change.streams[0] ?? null;
  document.body.append(video);
});

const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
for (const track of media.getTracks()) await call.setTrack(track.kind, track, media);
await call.join();
// README: end
