import { expect, it } from "vitest";
import { haveSameOrigin, iceUsernameFragments, isOfEnded, originOf } from "./sdp.js";

it("finds the username fragment of each m-line once, and nothing else", () => {
  const sdp = [
    "v=0",
    "s=a=ice-ufrag:notme",
    "a=ice-ufrag:aB+/",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "a=ice-ufrag:aB+/",
    "a=ice-pwd:secret",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=ice-ufrag:second",
    "",
  ].join("\r\n");
  expect([...iceUsernameFragments(sdp)]).toEqual(["aB+/", "second"]);
  expect([...iceUsernameFragments("")]).toEqual([]);
});

function description(sessionId: string, ...fingerprints: string[]): string {
  const lines = fingerprints.map((each) => `a=fingerprint:${each}\r\n`);
  return `v=0\r\no=- ${sessionId} 0 IN IP4 0.0.0.0\r\n${lines.join("")}`;
}

it.each([
  [
    "aiortc: another session id in each description",
    description("1", "sha-256 AA"),
    description("2", "sha-256 AA"),
    true,
  ],
  ["the case of a fingerprint says nothing", description("1", "sha-256 AB"), description("2", "SHA-256 ab"), true],
  ["webrtcbin: the session id of the offer", description("1", "sha-256 AA"), description("1", "sha-256 BB"), false],
  ["one more fingerprint with one more m-line", description("1", "s A"), description("1", "s A", "s B"), true],
  ["no fingerprints: the same session id", description("1"), description("1"), true],
  ["no fingerprints: another session id", description("1"), description("2"), false],
  ["a fingerprint on one side only: the session id", description("1", "s A"), description("1"), true],
  ["nothing that tells", "v=0\r\n", description("1", "s A"), undefined],
])("origins of descriptions: %s", (_, one, other, isSame) => {
  expect(haveSameOrigin(one, other)).toBe(isSame);
  expect(haveSameOrigin(other, one)).toBe(isSame);
});

function generation(fragment: string, ...of: Parameters<typeof description>): string {
  return `${description(...of)}a=ice-ufrag:${fragment}\r\n`;
}

it.each([
  ["aiortc: another session id", generation("u", "1", "s A"), generation("u", "2", "s A"), true],
  ["no username fragment, another session id", description("1", "s A"), description("2", "s A"), true],
  ["an ICE restart", generation("u", "1", "s A"), generation("v", "1", "s A"), true],
  ["a server with one certificate that calls anew", generation("u", "1", "s A"), generation("v", "2", "s A"), false],
  ["the same session id, another certificate", generation("u", "1", "s A"), generation("v", "1", "s B"), false],
  ["no fingerprints: the same session id", generation("u", "1"), generation("v", "1"), true],
  ["no fingerprints: another session id", generation("u", "1"), generation("u", "2"), false],
])("a late description of a connection that ended: %s", (_, ended, late, isSame) => {
  const [endedOrigin, lateOrigin] = [originOf(ended), originOf(late)];
  expect(endedOrigin && lateOrigin && isOfEnded(lateOrigin, endedOrigin)).toBe(isSame);
});
