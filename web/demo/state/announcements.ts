// Short messages about events: read out by screen readers and shown for a moment.
import { signal } from "@preact/signals";

export interface Announcement {
  readonly id: number;
  readonly text: string;
  /** "heard": for screen readers only, because the event is visible elsewhere. */
  readonly kind: "shown" | "heard";
}

const SHOWN_MS = 5000;
const MOST = 3;
let lastId = 0;

export const announcements = signal<readonly Announcement[]>([]);

export function announce(text: string, kind: Announcement["kind"] = "shown"): void {
  lastId += 1;
  const id = lastId;
  announcements.value = [...announcements.value, { id, text, kind }].slice(-MOST);
  setTimeout(() => {
    announcements.value = announcements.value.filter((one) => one.id !== id);
  }, SHOWN_MS);
}
