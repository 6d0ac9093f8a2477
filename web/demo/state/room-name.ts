// Converts the room's name in the URL, which may be any text, to the room id for the server.
import { tidyLine } from "./text";

/** Longest room id in bytes (beckon.v1, JoinRoom). */
const MOST = 128;
/** This much of the encoding of a long name stays readable. */
const READABLE = 90;
/** A room id of the contract: printable ASCII without spaces. A leading `$` is reserved for the server. */
const ID = /^(?!\$)[!-~]{1,128}$/;
/**
 * The syntax of the generated ids. A plain name that contains it is encoded too, so that no two names have the same id.
 */
const ENCODED = /%([0-9a-f]{2}|~)/i;

/**
 * The room named by the parameters of a URL: the first that is not empty, in readable form. Empty for none; then the
 * page chooses one.
 */
export function roomNameIn(parameters: URLSearchParams): string {
  return parameters.getAll("room").map(tidyLine).find(Boolean) ?? "";
}

/**
 * The room id of a name, the same on each page:
 *
 * - A name that is a valid room id is used unchanged (`lobby`, `Room-1`), so that apps and other clients can meet the
 *   page there.
 * - Any other name is percent-encoded (`my room`: `my%20room`, `café`: `caf%C3%A9`, `$admin`: `%24admin`). Case and
 *   equivalent Unicode forms make no difference.
 * - If that has more than 128 bytes, its beginning is followed by `%~` and a hash of the whole.
 *
 * Different names have different ids; for long ones this relies on a 128-bit hash that is not secure against attacks.
 */
export function roomIdOf(name: string): string {
  const tidy = tidyLine(name);
  if (ID.test(tidy) && !ENCODED.test(tidy)) return tidy;
  const encoded = encodeURIComponent(tidy.toLowerCase().normalize("NFC"));
  if (encoded.length <= MOST && ENCODED.test(encoded)) return encoded;
  // Not within an escape.
  const head = encoded.slice(0, READABLE).replace(/%.?$/, "");
  return `${head}%~${hash128(encoded)}`;
}

/** 32 hexadecimal digits: four lanes of multiply and xor (FNV-1a with different seeds, mixed at the end). */
function hash128(text: string): string {
  const lanes = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    for (let lane = 0; lane < lanes.length; lane += 1) {
      const before = lanes[lane] ?? 0;
      const mixed = Math.imul(before ^ (code + lane * 0x101), 0x01000193);
      lanes[lane] = mixed ^ (mixed >>> 15);
    }
  }
  return lanes.map((lane) => avalanche(lane).toString(16).padStart(8, "0")).join("");
}

/** Every bit of the sum affects every bit of the hash (MurmurHash3's finalizer). */
function avalanche(sum: number): number {
  let bits = sum;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
