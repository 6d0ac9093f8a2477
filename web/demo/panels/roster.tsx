import { call, hangUp } from "../calls/meeting";
import { CallIcon, CameraOffIcon, HangUpIcon, MicrophoneOffIcon } from "../icons";
import { initials } from "../state/format";
import type { Person } from "../state/model";
import { calls, myName, others, sheet } from "../state/store";
import { isolate } from "../state/text";
import { closeSheet, keepFocus, openConnection } from "../state/views";
import { CallPill } from "./call-pill";
import { CopyLink } from "./copy-link";
import { CloseSheet, Sheet } from "./sheet";
import { SourceLink } from "./source-link";

/** The people in the room. A click on a person calls them; during a call it opens the connection details. */
export function Roster() {
  const everyone = others.value;
  return (
    <Sheet label="People" class="roster" isOpen={sheet.value === "people"}>
      <header class="panel-header">
        <h2>
          People <span class="count">{everyone.length + 1}</span>
        </h2>
        <CloseSheet />
      </header>
      <ul class="roster-list" data-testid="roster">
        <li class="person">
          <span class="person-main">
            <Avatar name={myName.value} />
            <span class="person-words">
              <span class="person-name" dir="auto">
                {myName.value}
              </span>
              <span class="note">You</span>
            </span>
          </span>
        </li>
        {everyone.map((person) => (
          <PersonRow key={person.peerId} person={person} />
        ))}
      </ul>
      {everyone.length === 0 && <p class="note roster-empty">Nobody else is here yet.</p>}
      {/* On a wide page it is in the header or on the empty stage. */}
      <div class="roster-invite narrow-only">
        <CopyLink kind="button" />
      </div>
      <SourceLink file="roster.tsx" />
    </Sheet>
  );
}

function PersonRow({ person }: { readonly person: Person }) {
  const current = calls.value.get(person.peerId);
  const isCallable = !current || current.phase === "failed";
  const act = () => {
    if (isCallable) {
      call(person.peerId);
      closeSheet();
    } else openConnection(person.peerId);
  };

  return (
    <li class="person" data-testid="person" data-peer={person.peerId} data-away={person.isAway}>
      <button type="button" class="person-main" onClick={act}>
        <Avatar name={person.name} />
        <span class="person-words">
          <span class="visually-hidden">{isCallable ? "Call " : "Connection with "}</span>
          <span class="person-name" dir="auto">
            {person.name}
          </span>{" "}
          <span class="person-state">
            {current && <CallPill call={current} />}
            {(!current || person.isAway) && <span class="note">{person.isAway ? "Away" : "In the room"}</span>}
            {person.isMicrophoneOff && <MicrophoneOffIcon class="icon muted" aria-label="Microphone off" />}
            {person.isCameraOff && <CameraOffIcon class="icon muted" aria-label="Camera off" />}
          </span>
        </span>
        {isCallable && <CallIcon class="icon call-hint" aria-hidden="true" />}
      </button>
      {!isCallable && (
        <button
          type="button"
          class="button quiet round hang-up"
          aria-label={`Hang up on ${isolate(person.name)}`}
          title="Hang up"
          onClick={() => {
            hangUp(person.peerId);
            keepFocus();
          }}
        >
          <HangUpIcon class="icon" aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

export function Avatar({ name }: { readonly name: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {initials(name)}
    </span>
  );
}
