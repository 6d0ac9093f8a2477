import { afterAll, beforeAll, expect, test } from "vitest";
import { type BeckonServer, startBeckonServer } from "../support/beckon-server.js";
import { runH2spec } from "../support/h2spec.js";
import { type Differences, NATIVE_DIFFERENCES, WEB_DIFFERENCES } from "../support/h2spec-differences.js";

/** All tests of the release that scripts/versions.env names. */
const ALL_TESTS = 145;

const doors: readonly [string, "grpcPort" | "webPort", string, Differences][] = [
  ["the native port", "grpcPort", "/beckon.v1.Signaling/GetIceServers", NATIVE_DIFFERENCES],
  ["the web port", "webPort", "/", WEB_DIFFERENCES],
];

// Its own: hundreds of connections from one address, each of them up to no good, would count against the other tests.
let server: BeckonServer;

beforeAll(async () => {
  server = await startBeckonServer();
});

afterAll(() => server.stop());

// In both directions: a difference that is gone is to be taken off the list.
test.each(doors)(
  "%s speaks HTTP/2 by the book, but for the listed differences",
  async (_, port, path, differences) => {
    const result = await runH2spec(server[port], path);

    expect(result.tests).toBe(ALL_TESTS);
    expect(result.skipped).toEqual([]);
    expect([...result.failed].sort()).toEqual(Object.keys(differences).sort());
  },
  60_000,
);
