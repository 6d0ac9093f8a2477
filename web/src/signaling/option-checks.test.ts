import { afterEach, describe, expect, it, vi } from "vitest";
import { connectSignaling } from "./client.js";
import { checkOptions } from "./option-checks.js";
import type { SignalingOptions } from "./options.js";

const good: SignalingOptions = { url: "http://localhost:8080", peerId: "alice" };

function problem(options: Partial<SignalingOptions>): string {
  try {
    checkOptions({ ...good, ...options });
    return "";
  } catch (thrown) {
    expect(thrown).toMatchObject({ name: "SignalingError", reason: "INVALID_ARGUMENT", isRetryable: false });
    return (thrown as Error).message;
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("addresses", () => {
  it.each([
    "http://localhost:8080",
    "https://signal.example.org",
    "https://signal.example.org/beckon/",
    "http://[::1]:8080",
    "https://müller.example",
  ])("%s is one", (url) => {
    expect(problem({ url })).toBe("");
  });

  it.each([
    ["", "http or https"],
    ["localhost", "http or https"],
    ["localhost:8081", "http://localhost:8081"],
    ["signal.example.org:443", "a scheme in front"],
    ["//signal.example.org", "http or https"],
    ["/beckon", "location.origin"],
    ["ws://localhost:8080", "http or https"],
    ["htp://localhost:8080", "http or https"],
    ["http://", "http or https"],
    ["http://local host", "http or https"],
    ["http://localhost:99999", "http or https"],
    ["file:///index.html", "http or https"],
    ["null", "http or https"],
    ["https://alice:secret@signal.example.org", "accessToken"],
    ["https://signal.example.org/?room=lobby", "without ? and #"],
    ["https://signal.example.org/#lobby", "without ? and #"],
  ])("%s is none, and the error says what is expected", (url, words) => {
    const message = problem({ url });
    expect(message).toContain("url: ");
    expect(message).toContain(words);
    expect(message).not.toContain("secret");
  });

  it("what is no text is none", () => {
    expect(problem({ url: undefined as unknown as string })).toContain("url: undefined");
  });

  it("http from an https page is refused, but for this device", () => {
    vi.stubGlobal("location", { protocol: "https:" });
    expect(problem({ url: "http://signal.example.org" })).toContain("an https address");
    expect(problem({ url: "http://127.0.0.1:8080" })).toBe("");
    expect(problem({ url: "https://signal.example.org" })).toBe("");
  });
});

describe("other options", () => {
  it.each<[Partial<SignalingOptions>, string]>([
    [{ peerId: "" }, "peerId"],
    [{ peerId: "alice in chains" }, "peerId"],
    [{ peerId: "café" }, "peerId"],
    [{ peerId: "$admin" }, "peerId"],
    [{ peerId: "x".repeat(129) }, "peerId"],
    [{ sessionKey: new Uint8Array(15) }, "sessionKey: 15 bytes (expected: 16-64"],
    [{ replacedSessionKey: new Uint8Array(65) }, "replacedSessionKey"],
    [{ connectTimeoutMs: 0 }, "connectTimeoutMs: 0 (expected: a number above 0)"],
    [{ sendTimeoutMs: Number.NaN }, "sendTimeoutMs"],
    [{ maxQueuedFrames: -1 }, "maxQueuedFrames"],
  ])("%j is refused in words", (options, words) => {
    expect(problem(options)).toContain(words);
  });

  it("connectSignaling throws at once, and nothing is left behind", () => {
    expect(() => connectSignaling({ ...good, url: "localhost:8081" })).toThrowError(/http:\/\/localhost:8081/);
    expect(() => connectSignaling({ ...good, peerId: "" })).toThrowError(/peerId/);
  });
});
