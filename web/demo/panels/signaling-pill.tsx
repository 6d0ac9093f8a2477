import { useEffect, useRef, useState } from "preact/hooks";

import { leave, reconnectNow } from "../calls/meeting";
import type { Link } from "../state/model";
import { link, myPeerId, mySessionId, room, roomName, serverUrl } from "../state/store";
import { ProblemNote } from "./problem-note";
import { SourceLink } from "./source-link";

/** The state of signaling in one or two words; the details are one click away. */
export function SignalingPill() {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  usePressOutside(place, isOpen, () => setOpen(false));
  const now = useSeconds(link.value.state === "reconnecting");
  const [tone, words] = wordsFor(link.value, now);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the details from wherever the focus is
    <div
      ref={place}
      class="popover-anchor"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        class="pill-button"
        aria-expanded={isOpen}
        aria-label={`Signaling: ${words}`}
        data-testid="signaling-pill"
        onClick={() => setOpen(!isOpen)}
      >
        <span class="pill" data-tone={tone}>
          <span class="dot" aria-hidden="true" />
          {words}
        </span>
      </button>
      {isOpen && <Details />}
    </div>
  );
}

function wordsFor(state: Link, now: number): readonly [string, string] {
  switch (state.state) {
    case "idle":
    case "connecting":
      return ["wait", "Connecting…"];
    case "connected":
      return ["good", "Connected"];
    case "reconnecting": {
      const seconds = Math.ceil((state.retryAt - now) / 1000);
      return ["wait", seconds > 0 ? `Reconnecting in ${seconds} s` : "Reconnecting…"];
    }
    case "offline":
      return ["bad", "No network"];
    case "paused":
      return ["wait", "Paused"];
    case "crowded":
      return ["warn", "Too many tabs"];
    case "ended":
      return ["bad", "Disconnected"];
  }
}

function Details() {
  const state = link.value;
  const problem = "problem" in state ? state.problem : null;
  return (
    <section class="popover" aria-label="Signaling details">
      <p class="note">Messages that set up calls go through this server. Chat and video do not.</p>
      {state.state === "offline" && (
        <p class="note">This device has no network. The page reconnects automatically; nothing is lost for a minute.</p>
      )}
      {problem && <ProblemNote problem={problem} tone={state.state === "ended" ? "bad" : "warn"} />}
      {state.state !== "connected" && (
        <p class="popover-actions">
          <button type="button" class="button primary" onClick={reconnectNow}>
            Connect now
          </button>
          <button type="button" class="button" onClick={leave}>
            Leave
          </button>
        </p>
      )}
      <dl class="facts">
        <dt>Server</dt>
        <dd>{serverUrl.value}</dd>
        <dt>Room</dt>
        <dd>
          <bdi>{roomName.value}</bdi>
        </dd>
        {room.value !== roomName.value && (
          <>
            <dt>Room id</dt>
            <dd>{room.value}</dd>
          </>
        )}
        <dt>My peer id</dt>
        <dd>{myPeerId.value}</dd>
        <dt>Session</dt>
        <dd>{mySessionId.value || "none"}</dd>
      </dl>
      <SourceLink file="signaling-pill.tsx" />
    </section>
  );
}

/** The current time, updated a few times a second during a countdown. */
function useSeconds(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}

function usePressOutside(place: { readonly current: HTMLElement | null }, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: PointerEvent) => {
      if (!(event.target instanceof Element) || place.current?.contains(event.target)) return;
      // The source dialog of this panel returns the focus here when it closes.
      if (!event.target.closest("dialog")) close();
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [isOpen]);
}
