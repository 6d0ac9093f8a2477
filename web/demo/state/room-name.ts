// From the room's name in the address, which may be anything, to the room's id for the server.
import { tidyLine } from "./text";

/** Longest room id in bytes (beckon.v1, JoinRoom). */
const MOST = 128;
/** Of a long name, this much of its encoding stays readable. */
const READABLE = 90;
/** A room id of the contract: printable ASCII without spaces. A leading `$` is the server's own. */
const ID = /^(?!\$)[!-~]{1,128}$/;
/** What the ids below are made of. A plain name that has it is encoded too, so that no two names have one id. */
const ENCODED = /%([0-9a-f]{2}|~)/i;

/**
 * The room that the parameters of an address name: the first that says anything, as people read it. Empty for none, and
 * then the page chooses one.
 */
export function roomNameIn(parameters: URLSearchParams): string {
  return parameters.getAll("room").map(tidyLine).find(Boolean) ?? "";
}

/**
 * The room id of a name, the same on each page:
 *
 * - A name that is a room id is taken as it is (`lobby`, `Room-1`), so that apps and other clients meet the page there.
 * - Any other name is percent-encoded (`my room`: `my%20room`, `café`: `caf%C3%A9`, `$admin`: `%24admin`). Capitals, and
 *   the forms that Unicode has for one letter, make no difference.
 * - Where that has more than 128 bytes, its beginning is followed by `%~` and a hash of the whole.
 *
 * Names that differ have different ids; for long ones, with the certainty of a hash of 128 bits that nobody attacks.
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

/** Each bit of the sum has a say in each bit of the hash (MurmurHash3's finalizer). */
function avalanche(sum: number): number {
  let bits = sum;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
