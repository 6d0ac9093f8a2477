// Makes the browser's Back button lead from the room to the lobby: entering adds a history entry.

interface Step {
  readonly isInRoom?: boolean;
}

function isInRoom(): boolean {
  // The state that this page pushed; null for the entry that it was opened with.
  return (history.state as Step | null)?.isInRoom === true;
}

/** Call after entering. A page that was reloaded in the room already has its entry. */
export function pushRoom(): void {
  if (!isInRoom()) history.pushState({ isInRoom: true } satisfies Step, "");
}

/** Call after leaving in another way than with Back. */
export function popRoom(): void {
  if (isInRoom()) history.back();
}

/** Calls `leave` when the person went back from the room. */
export function onBack(leave: () => void): void {
  addEventListener("popstate", () => {
    if (!isInRoom()) leave();
  });
}
