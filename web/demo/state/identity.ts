// Who I am and where I am: the name (remembered), the room and the server (from the address).
import { myName, myPeerId, room, serverUrl } from "./store";

const NAME_KEY = "beckon.name";
const NAME_BYTES = 256;

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

/** Three words: some 14,000 rooms, easy to say on the phone. */
function randomRoom(): string {
  return `${pick(QUALITIES)}-${pick(QUALITIES)}-${pick(PLACES)}`;
}

function randomSuffix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join("");
}

/** A room name is 1-128 printable ASCII bytes without spaces and does not begin with `$` (beckon.v1, JoinRoom). */
function isRoomName(name: string): boolean {
  return /^(?!\$)[!-~]{1,128}$/.test(name);
}

/** Reads the address and the remembered name; writes the chosen room into the address, so that it can be shared. */
export function readIdentity(): void {
  const url = new URL(location.href);
  const asked = url.searchParams.get("room") ?? "";
  room.value = isRoomName(asked) ? asked : randomRoom();
  if (asked !== room.value) {
    url.searchParams.set("room", room.value);
    history.replaceState(null, "", url);
  }
  serverUrl.value = serverFrom(url);
  myName.value = remembered(NAME_KEY);
}

/** The gRPC-Web door: this page's own origin, or `?server=http://host:port`, for instance Envoy's. */
function serverFrom(url: URL): string {
  const asked = url.searchParams.get("server");
  if (!asked) return url.origin;
  try {
    return new URL(asked).origin;
  } catch {
    return asked;
  }
}

export function inviteLink(): string {
  const url = new URL(location.href);
  url.searchParams.set("room", room.value);
  return url.href;
}

/** Remembers the name and derives the peer id from it: readable in logs and pictures, with a suffix against clashes. */
export function chooseName(name: string): void {
  const tidy = trimToBytes(name.trim().replace(/\p{Cc}/gu, ""), NAME_BYTES);
  myName.value = tidy;
  remember(NAME_KEY, tidy);
  const plain = tidy
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  myPeerId.value = `${plain.slice(0, 24) || "guest"}-${randomSuffix()}`;
}

function trimToBytes(text: string, most: number): string {
  const encoder = new TextEncoder();
  let rest = [...text];
  while (encoder.encode(rest.join("")).length > most) rest = rest.slice(0, -1);
  return rest.join("");
}

/** Storage may be switched off by the browser's owner; then nothing is remembered and all else works. */
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
