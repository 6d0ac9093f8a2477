import type { PeerLinkEvent } from "./link-events.js";

/** Reports added and removed tracks of the other side, until the signal is aborted. */
export function watchRemoteTracks(
  connection: RTCPeerConnection,
  emit: (event: PeerLinkEvent) => void,
  signal: AbortSignal,
): void {
  const watched = new WeakSet<MediaStream>();
  const handle = ({ track, streams }: RTCTrackEvent) => {
    emit({ type: "track", track, streams });
    for (const stream of streams) {
      if (!watched.has(stream)) {
        watched.add(stream);
        stream.addEventListener("removetrack", (event) => emit({ type: "track-removed", track: event.track }), {
          signal,
        });
      }
    }
  };
  connection.addEventListener("track", handle, { signal });
}
