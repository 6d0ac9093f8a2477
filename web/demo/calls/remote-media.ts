// Sorts received tracks into camera and screen. Senders announce the id of their screen stream in the room.
import type { Call, Person } from "../state/model";
import { calls, changeCall, people } from "../state/store";

interface RemoteTrack {
  readonly track: MediaStreamTrack;
  readonly streamId: string;
}

const tracks = new Map<string, readonly RemoteTrack[]>();

export function noteTrack(peerId: string, track: MediaStreamTrack, streamId: string): void {
  const others = (tracks.get(peerId) ?? []).filter((one) => one.track !== track);
  tracks.set(peerId, [...others, { track, streamId }]);
  sortTracks(peerId);
}

export function removeTrack(peerId: string, track: MediaStreamTrack): void {
  tracks.set(
    peerId,
    (tracks.get(peerId) ?? []).filter((one) => one.track !== track),
  );
  sortTracks(peerId);
}

export function forgetTracks(peerId: string): void {
  tracks.delete(peerId);
}

/** Sorts the tracks of everybody again after the room has reported who shares a screen. */
export function sortAllTracks(everyone: readonly Person[]): void {
  for (const { peerId } of everyone) sortTracks(peerId);
}

function sortTracks(peerId: string): void {
  const call = calls.peek().get(peerId);
  if (!call) return;
  const screenId = people.peek().find((person) => person.peerId === peerId)?.screenId ?? "";
  const all = tracks.get(peerId) ?? [];
  const isScreen = ({ streamId }: RemoteTrack) => screenId !== "" && streamId === screenId;
  const change: Partial<Call> = {
    camera: streamOf(
      call.camera,
      all.filter((one) => !isScreen(one)),
    ),
    screen: streamOf(call.screen, all.filter(isScreen)),
  };
  if (change.camera !== call.camera || change.screen !== call.screen) changeCall(peerId, change);
}

/** Reuses the stream if it has the same tracks, so that the video does not flicker. */
function streamOf(before: MediaStream | null, wanted: readonly RemoteTrack[]): MediaStream | null {
  if (wanted.length === 0) return null;
  const held = before?.getTracks() ?? [];
  const isSame = held.length === wanted.length && wanted.every(({ track }) => held.includes(track));
  return isSame && before ? before : new MediaStream(wanted.map(({ track }) => track));
}
