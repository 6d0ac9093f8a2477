// What a reload should not take away: with whom one was in a call, and what was said. Written when the page goes and taken
// when the next one loads, as the session is (session-memory.ts).
import type { ChatLine } from "../state/model";

export interface Stay {
  readonly room: string;
  /** Peer ids of those with whom one was in a call. */
  readonly calls: readonly string[];
  readonly chat: readonly Omit<ChatLine, "id">[];
}

const KEY = "beckon.stay";
/** Storage is small; of a long talk its end is kept. */
const MOST_LINES = 100;

export function rememberStay({ room, calls, chat }: Stay): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ room, calls, chat: chat.slice(-MOST_LINES) }));
  } catch {
    // Storage may be switched off, or full: then the room is entered as a new one.
  }
}

/** The stay of the page before this one, once. */
export function takeStay(): Stay | null {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (!text) return null;
    // Written by rememberStay, and readable by pages of this origin only.
    const stay = JSON.parse(text) as Stay;
    return { ...stay, chat: stay.chat.map((line) => ({ ...line, at: new Date(line.at) })) };
  } catch {
    return null;
  }
}
