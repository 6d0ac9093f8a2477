// The visible panel. On a wide page roster and side panel are always visible; on a narrow one they are sheets.
import { batch } from "@preact/signals";

import type { Sheet, SideTab } from "./model";
import { isNarrow, selectedPeer, sheet, sideTab, unread } from "./store";

const NARROW = "(max-width: 959.98px)";

export function watchWidth(): void {
  const query = matchMedia(NARROW);
  isNarrow.value = query.matches;
  query.addEventListener("change", () => {
    isNarrow.value = query.matches;
    sheet.value = null;
  });
}

export function openSide(tab: SideTab): void {
  batch(() => {
    sideTab.value = tab;
    if (isNarrow.value) openSheet("side");
    if (tab === "chat") unread.value = 0;
  });
}

export function openPeople(): void {
  openSheet("people");
}

/** The element that had the focus before the first sheet opened and gets it back. */
let opener: Element | null = null;

function openSheet(next: Exclude<Sheet, null>): void {
  if (sheet.peek() === null) opener = document.activeElement;
  sheet.value = next;
}

/** Closes the sheet and restores the focus once the page below can have it. */
export function closeSheet(): void {
  if (sheet.peek() === null) return;
  sheet.value = null;
  requestAnimationFrame(() => {
    if (opener instanceof HTMLElement && opener.checkVisibility()) opener.focus();
    opener = null;
    keepFocus();
  });
}

/** Opens the chat, ready to type. */
export function openChat(): void {
  openSide("chat");
  focusChat();
  // Again for a panel that was not visible and is rendered only now.
  requestAnimationFrame(focusChat);
}

function focusChat(): void {
  document.getElementById("chat-text")?.focus();
}

export function openConnection(peerId: string): void {
  selectedPeer.value = peerId;
  openSide("connection");
}

/** After a button has removed itself, the focus goes to the stage, not to the beginning of the page. */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById("stage")?.focus();
  });
}

/** Whether a new chat message would be seen at once. */
export function isChatInView(): boolean {
  return sideTab.value === "chat" && (!isNarrow.value || sheet.value === "side");
}
