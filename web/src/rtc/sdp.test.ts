import { expect, it } from "vitest";
import { iceUsernameFragments } from "./sdp.js";

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
