import type { Call, CallOptions } from "./call-types.js";
import { RoomCall } from "./room-call.js";

/**
 * Creates a call in a room; `join()` starts it. A complete video call:
 *
 *     const signaling = connectSignaling({ url: location.origin, peerId: "alice" });
 *     const call = createCall({ signaling, room: "lobby" });
 *     call.on((event) => {
 *       if (event.type === "link" && event.event.type === "track") {
 *         show(event.link.peerId, event.event.streams[0]);
 *       }
 *     });
 *     const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
 *     for (const track of media.getTracks()) {
 *       await call.setTrack(track.kind, track, media);
 *     }
 *     await call.join();
 */
export function createCall(options: CallOptions): Call {
  return new RoomCall(options);
}
