import { call as callPeer, hangUp } from "../calls/meeting";
import { CameraOffIcon, MicrophoneOffIcon } from "../icons";
import type { Call } from "../state/model";
import { people } from "../state/store";
import { isolate, shorten } from "../state/text";
import { keepFocus, openConnection } from "../state/views";
import { CallPill } from "./call-pill";
import { ProblemNote } from "./problem-note";
import { Avatar } from "./roster";
import { Video } from "./video";
import { Wait } from "./wait";

/** In a sentence; the full name is below. */
const LONGEST_NAME = 24;

/** One person on the stage: video, name and state of the connection. */
export function Tile({ call }: { readonly call: Call }) {
  const person = people.value.find((one) => one.peerId === call.peerId);
  const isCameraOff = person?.isCameraOff ?? false;
  const face = isCameraOff || !call.camera?.getVideoTracks().length ? null : call.camera;
  const picture = call.screen ?? face;
  const name = isolate(call.name);

  return (
    <article class="tile" aria-label={name} data-testid="tile" data-peer={call.peerId} data-phase={call.phase}>
      {picture && (
        <div class="tile-video" data-kind={call.screen ? "screen" : "camera"}>
          <Video stream={picture} label={call.screen ? `${name}'s screen` : `${name}'s camera`} />
        </div>
      )}
      {call.screen && face && (
        <div class="tile-inset">
          <Video stream={face} label={`${name}'s camera`} />
        </div>
      )}
      {/* Without video the sound must still be heard. */}
      {!face && call.camera && <Video stream={call.camera} label={`${name}'s microphone`} isSoundOnly />}
      {(!picture || call.phase !== "connected") && (
        <TileState call={call} isCameraOff={isCameraOff} isAway={person?.isAway ?? false} />
      )}
      <span class="tile-name">
        {person?.isMicrophoneOff && <MicrophoneOffIcon class="icon" aria-label="Microphone off" />}
        {/* In one line, so that screen readers and tests find it as one sentence. */}
        <span class="one-line" dir={call.screen ? undefined : "auto"}>
          {call.screen ? `${name} shares the screen` : call.name}
        </span>
        {person?.isAway && <span class="tile-away">away</span>}
      </span>
      <button type="button" class="pill-button" onClick={() => openConnection(call.peerId)}>
        <CallPill call={call} />
        <span class="visually-hidden"> connection with {name}</span>
      </button>
    </article>
  );
}

function pressed(act: (peerId: string) => void, peerId: string): void {
  act(peerId);
  keepFocus();
}

interface TileStateProps {
  readonly call: Call;
  readonly isCameraOff: boolean;
  readonly isAway: boolean;
}

/** What is displayed instead of, or over, the video. */
function TileState({ call, isCameraOff, isAway }: TileStateProps) {
  if (call.phase === "failed" && call.problem) {
    return (
      <div class="tile-empty tile-over">
        <ProblemNote problem={call.problem} tone="bad" />
        <p class="tile-actions">
          <button type="button" class="button primary" onClick={() => pressed(callPeer, call.peerId)}>
            Try again
          </button>
          <button type="button" class="button" onClick={() => pressed(hangUp, call.peerId)}>
            Close
          </button>
        </p>
      </div>
    );
  }
  if (call.phase !== "connected") {
    const name = isolate(shorten(call.name, LONGEST_NAME));
    const trying = call.phase === "connecting" ? `Connecting to ${name}…` : `Reconnecting to ${name}…`;
    const words = isAway ? `${name} is away for a moment. Waiting…` : trying;
    return (
      <div class="tile-empty tile-over">
        {call.problem && !isAway ? <ProblemNote problem={call.problem} /> : <Avatar name={call.name} />}
        <Wait onCancel={() => pressed(hangUp, call.peerId)}>{words}</Wait>
      </div>
    );
  }
  return (
    <div class="tile-empty">
      <Avatar name={call.name} />
      <p>
        <CameraOffIcon class="icon" aria-hidden="true" /> {isCameraOff ? "Camera is off" : "No camera"}
      </p>
    </div>
  );
}
