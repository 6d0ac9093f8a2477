// Formats numbers and names for people.
import { isolate, lettersOf } from "./text";

const sizeFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Bytes: "812 B", "2.4 kB". */
export function formatSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${sizeFormat.format(bytes / 1000)} kB`;
}

/** A rate in kbit/s: "640 kbit/s", "1.8 Mbit/s". */
export function formatRate(kbits: number): string {
  return kbits < 1000 ? `${Math.round(kbits)} kbit/s` : `${sizeFormat.format(kbits / 1000)} Mbit/s`;
}

/** A share in percent: "0 %", "1.4 %". */
export function formatPercent(percent: number): string {
  return `${sizeFormat.format(percent)} %`;
}

/** A duration in ms: "<1 ms", "18 ms", "2.4 s", "3 min 10 s". */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 1) return "<1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${sizeFormat.format(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A time since the beginning: "0:04.218". */
export function formatOffset(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const rest = (ms % 60_000) / 1000;
  return `${minutes}:${rest.toFixed(3).padStart(6, "0")}`;
}

export function formatClock(at: Date): string {
  return at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** "Ana", "Ana and Ben", "Ana, Ben and 2 more". */
export function formatNames(names: readonly string[]): string {
  const [first = "", second = "", third = ""] = names.map(isolate);
  if (names.length <= 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  if (names.length === 3) return `${first}, ${second} and ${third}`;
  return `${first}, ${second} and ${names.length - 2} more`;
}

/** One or two letters for a person without a picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => lettersOf(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
