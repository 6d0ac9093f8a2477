// The browser's Back leads from the room to the lobby, as it looks: entering is a step of its own in the history.

interface Step {
  readonly isInRoom?: boolean;
}

function isInRoom(): boolean {
  // Whatever this page pushed; null for the step that it was opened with.
  return (history.state as Step | null)?.isInRoom === true;
}

/** After entering. A page that was reloaded in the room has its step already. */
export function pushRoom(): void {
  if (!isInRoom()) history.pushState({ isInRoom: true } satisfies Step, "");
}

/** After leaving by other means than Back. */
export function popRoom(): void {
  if (isInRoom()) history.back();
}

/** Calls `leave` when the person went back from the room. */
export function onBack(leave: () => void): void {
  addEventListener("popstate", () => {
    if (!isInRoom()) leave();
  });
}
