import { isLoopback } from "./loopback.js";
import type { SignalingOptions } from "./options.js";
import { SignalingError } from "./signaling-error.js";

/**
 * Ids of peers and rooms: 1-128 printable ASCII characters without spaces; a leading `$` is reserved for the server.
 */
const ID = /^(?!\$)[!-~]{1,128}$/;
const ID_WORDS = "1-128 printable ASCII characters without spaces, not beginning with $";

/**
 * Checks what can be checked without a server.
 *
 * @throws SignalingError `INVALID_ARGUMENT` with the option, the value found and the expected value.
 */
export function checkOptions(options: SignalingOptions): void {
  checkUrl(options.url);
  checkId("peerId", options.peerId);
  for (const name of ["sessionKey", "replacedSessionKey"] as const) {
    const key = options[name];
    if (key !== undefined && (key.length < 16 || key.length > 64)) {
      refuse(name, `${key.length} bytes`, "16-64 random bytes");
    }
  }
  for (const name of ["connectTimeoutMs", "sendTimeoutMs", "checkTimeoutMs"] as const) {
    checkPositive(name, options[name]);
  }
  for (const name of ["maxQueuedFrames", "maxQueuedBytes"] as const) {
    checkPositive(name, options[name]);
  }
}

/** @throws SignalingError `INVALID_ARGUMENT` if the id is invalid. */
export function checkId(name: string, id: string): void {
  if (typeof id !== "string" || !ID.test(id)) {
    refuse(name, show(id), ID_WORDS);
  }
}

function checkPositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
    refuse(name, show(value), "a number above 0");
  }
}

function checkUrl(given: string): void {
  const expected = "an http or https address such as https://signal.example.org or http://localhost:8080";
  if (typeof given !== "string" || !URL.canParse(given)) {
    refuse("url", show(given), `${expected}; location.origin is the page's own server`);
  }
  const url = new URL(given);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    // "localhost:8081" parses as a URL with the scheme "localhost:".
    const isSchemeMissing = /^[^/]+:\d+(\/|$)/.test(given);
    refuse("url", show(given), isSchemeMissing ? `a scheme in front, such as http://${given}` : expected);
  }
  if (url.username !== "" || url.password !== "") {
    refuse("url", "an address with a name or a password", `${expected}; use the option accessToken to sign in`);
  }
  if (url.search !== "" || url.hash !== "") {
    refuse("url", show(given), "an address without ? and #");
  }
  const page = (globalThis as { location?: { readonly protocol?: string } }).location;
  if (page?.protocol === "https:" && url.protocol === "http:" && !isLoopback(url)) {
    refuse("url", show(given), "an https address: from an https page browsers allow http to this device only");
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}

function refuse(name: string, found: string, expected: string): never {
  throw new SignalingError("INVALID_ARGUMENT", { detail: `${name}: ${found} (expected: ${expected})` });
}
