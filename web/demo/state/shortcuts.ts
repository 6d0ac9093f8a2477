// The single-key shortcuts, in one table for both the keyboard and the help.
import { signal } from "@preact/signals";

import { toggleCamera, toggleMicrophone, toggleShare } from "../calls/media";
import { remember, remembered } from "./identity";
import { isHelpOpen, screen } from "./store";
import { openChat } from "./views";

export interface Shortcut {
  readonly key: string;
  readonly words: string;
  readonly run: () => void;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { key: "m", words: "Microphone on or off", run: () => void toggleMicrophone() },
  { key: "v", words: "Camera on or off", run: () => void toggleCamera() },
  { key: "c", words: "Write a chat message", run: openChat },
  { key: "s", words: "Share the screen, or stop", run: () => void toggleShare() },
  {
    key: "?",
    words: "Show these shortcuts",
    run: () => {
      isHelpOpen.value = true;
    },
  },
];

const OFF_KEY = "beckon.shortcuts";

/** Single keys can be disabled, for people who dictate or type by accident (WCAG 2.2, 2.1.4). */
export const areShortcutsOn = signal(remembered(OFF_KEY) !== "off");

export function setShortcuts(isOn: boolean): void {
  areShortcutsOn.value = isOn;
  remember(OFF_KEY, isOn ? "on" : "off");
}

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (!areShortcutsOn.value || screen.value !== "room") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const pressed = keyOf(event);
    const shortcut = SHORTCUTS.find(({ key }) => key === pressed);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  });
}

/**
 * The letter of a key, in lower case even with Caps Lock. On keyboards with other alphabets, such as Cyrillic, the key
 * at the position of the letter counts.
 */
export function keyOf({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  const isLatin = key.length === 1 && key <= "\x7f";
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return (isLatin || !place || key.length > 1 ? key : place).toLowerCase();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
