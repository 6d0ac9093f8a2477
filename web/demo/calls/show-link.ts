// The state of the link to the server as people see it. Coming back to a session takes a moment in which nothing is lost:
// what is over before it can be read is not shown, so that nothing blinks.
import { announce } from "../state/announcements";
import type { Link } from "../state/model";
import { link } from "../state/store";

const GRACE_MS = 800;

let waiting: { latest: Link; readonly timer: ReturnType<typeof setTimeout> } | null = null;

/** What is shown, or will be when the moment is over. */
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

/** Nothing more is shown of what waits. */
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
