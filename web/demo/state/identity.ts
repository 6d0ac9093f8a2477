// My name (remembered), and the room and the server (from the page's URL).
import { roomIdOf, roomNameIn } from "./room-name";
import { myName, myPeerId, room, roomName, serverUrl } from "./store";
import { lettersOf, tidyLine } from "./text";

const NAME_KEY = "beckon.name";
const NAME_BYTES = 256;
export const NAME_LETTERS = 64;

const QUALITIES = [
  "amber",
  "autumn",
  "bright",
  "calm",
  "clear",
  "copper",
  "early",
  "gentle",
  "golden",
  "green",
  "little",
  "lucky",
  "mellow",
  "northern",
  "open",
  "quiet",
  "silver",
  "small",
  "still",
  "summer",
  "sunny",
  "warm",
  "wide",
  "wild",
];
const PLACES = [
  "bay",
  "brook",
  "canyon",
  "coast",
  "field",
  "forest",
  "garden",
  "glade",
  "grove",
  "harbor",
  "hill",
  "island",
  "lagoon",
  "lake",
  "meadow",
  "orchard",
  "pass",
  "pine",
  "river",
  "shore",
  "spring",
  "summit",
  "valley",
  "willow",
];

function pick(words: readonly string[]): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return words[random % words.length] ?? "";
}

/** Three words: about 14,000 rooms, easy to say on the phone. */
function randomRoom(): string {
  return `${pick(QUALITIES)}-${pick(QUALITIES)}-${pick(PLACES)}`;
}

function randomSuffix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join("");
}

/**
 * Reads the URL and the remembered name, and writes the chosen room into the URL, so that it can be shared. A name in
 * the URL fills the field in the lobby and is removed from the URL, which is for the next guest.
 */
export function readIdentity(): void {
  const url = new URL(location.href);
  roomName.value = roomNameIn(url.searchParams) || randomRoom();
  room.value = roomIdOf(roomName.value);
  serverUrl.value = serverFrom(url);
  myName.value = tidyName(url.searchParams.get("name") ?? "") || tidyName(remembered(NAME_KEY));
  const shared = inviteLink();
  if (shared !== location.href) history.replaceState(history.state, "", shared);
}

/**
 * The address of the gRPC-Web server: this page's own origin, or `?server=http://host:port`, for instance Envoy's. An
 * invalid address is returned unchanged; joining then reports it.
 */
export function serverFrom(url: URL): string {
  const asked = url.searchParams.get("server")?.trim();
  if (!asked) return url.origin;
  try {
    const { protocol, origin } = new URL(asked);
    return protocol === "http:" || protocol === "https:" ? origin : asked;
  } catch {
    return asked;
  }
}

/** This page's URL with the name of the room, but without mine. */
export function inviteLink(): string {
  const url = new URL(location.href);
  const { searchParams } = url;
  if (searchParams.has("name")) searchParams.delete("name");
  if (searchParams.getAll("room").length !== 1 || searchParams.get("room") !== roomName.value) {
    searchParams.set("room", roomName.value);
  }
  return url.href;
}

/**
 * Remembers the name and derives the peer id from it: readable in logs and diagrams, with a suffix against collisions.
 */
export function chooseName(name: string): void {
  const tidy = tidyName(name);
  myName.value = tidy;
  remember(NAME_KEY, tidy);
  const plain = tidy
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  myPeerId.value = `${plain.slice(0, 24) || "guest"}-${randomSuffix()}`;
}

/** A name that can be shown to others: one line, without a truncated character. */
export function tidyName(text: string): string {
  const encoder = new TextEncoder();
  const letters = lettersOf(tidyLine(text)).slice(0, NAME_LETTERS);
  while (encoder.encode(letters.join("")).length > NAME_BYTES) letters.pop();
  return letters.join("");
}

/** If storage is disabled, nothing is remembered and everything else works. */
export function remembered(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to do: see remembered().
  }
}
