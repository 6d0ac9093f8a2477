// What a reload keeps: the people in a call with me, and the chat. Stored when the page unloads and removed when the
// next one loads, like the session (session-memory.ts).
import type { ChatLine } from "../state/model";

export interface Stay {
  readonly room: string;
  /** Peer ids of the people in a call with me. */
  readonly calls: readonly string[];
  readonly chat: readonly Omit<ChatLine, "id">[];
}

const KEY = "beckon.stay";
/** Storage is small, so only the last lines of a long chat are kept. */
const MOST_LINES = 100;

export function rememberStay({ room, calls, chat }: Stay): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ room, calls, chat: chat.slice(-MOST_LINES) }));
  } catch {
    // If storage is disabled or full, the room is entered afresh.
  }
}

/** Returns the stay of the previous page, once. */
export function takeStay(): Stay | null {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (!text) return null;
    // Written by rememberStay, and readable only by pages of this origin.
    const stay = JSON.parse(text) as Stay;
    return { ...stay, chat: stay.chat.map((line) => ({ ...line, at: new Date(line.at) })) };
  } catch {
    return null;
  }
}
