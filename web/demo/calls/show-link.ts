// The state of the connection to the server as displayed. Resuming a session takes a moment and loses nothing, so brief
// interruptions are not displayed.
import { announce } from "../state/announcements";
import type { Link } from "../state/model";
import { link } from "../state/store";

const GRACE_MS = 800;

let waiting: { latest: Link; readonly timer: ReturnType<typeof setTimeout> } | null = null;

/** The state that is displayed, or will be after the delay. */
export function shownLink(): Link {
  return waiting?.latest ?? link.peek();
}

export function showLink(next: Link): void {
  const isLoss = next.state === "reconnecting" || next.state === "offline" || next.state === "paused";
  if (isLoss && waiting) {
    waiting.latest = next;
  } else if (isLoss && link.peek().state === "connected") {
    waiting = { latest: next, timer: setTimeout(showWaiting, GRACE_MS) };
  } else {
    forgetLink();
    show(next);
  }
}

/** Cancels a delayed state. */
export function forgetLink(): void {
  clearTimeout(waiting?.timer);
  waiting = null;
}

function showWaiting(): void {
  const latest = waiting?.latest;
  waiting = null;
  if (latest) show(latest);
}

function show(next: Link): void {
  const before = link.peek().state;
  const wasLost = before === "reconnecting" || before === "offline" || before === "paused";
  const isLost = next.state === "reconnecting" || next.state === "offline";
  link.value = next;
  if (isLost && before === "connected") {
    announce(next.state === "offline" ? "No network" : "Connection to the server lost");
  } else if (wasLost && next.state === "connected") {
    announce("Connected again");
  }
}
