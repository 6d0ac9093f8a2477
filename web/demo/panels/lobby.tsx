import { useLayoutEffect, useRef } from "preact/hooks";

import { cancelEntering, enter } from "../calls/meeting";
import { Mark } from "../icons";
import { NAME_LETTERS, tidyName } from "../state/identity";
import { link, lobbyProblem, myName, roomName, screen } from "../state/store";
import { CopyLink } from "./copy-link";
import { DeviceProblem } from "./device-problem";
import { Preview } from "./preview";
import { ProblemNote } from "./problem-note";
import { SourceLink } from "./source-link";
import { Wait } from "./wait";

/** One question, one button, and a preview of one's camera. */
export function Lobby() {
  return (
    <main class="lobby">
      <section class="lobby-preview" aria-label="Camera preview">
        <Preview />
        <DeviceProblem />
      </section>
      <section class="lobby-entry">
        <p class="brand">
          <Mark /> Beckon
        </p>
        <h1>
          Join <bdi class="room-name">{roomName.value}</bdi>
        </h1>
        <EntryForm />
        <p class="lobby-invite">
          <span class="note">Anyone with the link can join.</span> <CopyLink kind="link" />
        </p>
        <SourceLink file="lobby.tsx" />
      </section>
    </main>
  );
}

function EntryForm() {
  const field = useRef<HTMLInputElement>(null);
  const isEntering = screen.value === "entering";

  // Before the first paint, so that no typed letter is lost.
  useLayoutEffect(() => field.current?.focus(), []);

  const submit = (event: Event) => {
    event.preventDefault();
    const name = tidyName(field.current?.value ?? "");
    if (isEntering) return;
    if (name) void enter(name);
    else field.current?.focus();
  };

  return (
    <form class="entry-form" onSubmit={submit}>
      <label for="name">Your name</label>
      <input
        ref={field}
        id="name"
        class="field"
        name="name"
        autocomplete="name"
        maxLength={NAME_LETTERS}
        required
        defaultValue={myName.value}
        readOnly={isEntering}
      />
      <button type="submit" class="button primary" aria-disabled={isEntering} data-testid="join">
        Join now
      </button>
      {isEntering && <EnteringState />}
      {lobbyProblem.value && !isEntering && <ProblemNote problem={lobbyProblem.value} tone="bad" />}
    </form>
  );
}

/** Joining continues until it succeeds or is cancelled; obstacles are displayed. */
function EnteringState() {
  const state = link.value;
  return (
    <>
      <Wait onCancel={cancelEntering}>Joining the room…</Wait>
      {(state.state === "reconnecting" || state.state === "crowded") && state.problem && (
        <ProblemNote problem={state.problem} />
      )}
      {state.state === "offline" && (
        <p class="note">This device has no network. Joining continues when there is one.</p>
      )}
    </>
  );
}
