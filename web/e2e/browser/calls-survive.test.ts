// What signaling goes through does not reach a call: the server is killed or asked to end and started anew, or a connection
// to it is cut, and the same connections go on with the same ICE credentials, and can be renegotiated afterwards. Through the
// server's own web port, or through Envoy if BECKON_E2E_SERVER_URL names a door.
import { join as joinPath } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type BeckonServer, startBeckonServer } from "../support/beckon-server.js";
import { type Envoy, startEnvoy } from "../support/envoy.js";
import { repo } from "../support/files.js";
import { type Relay, startRelay } from "../support/relay.js";
import { call, expectVideoBothWays, framesDecoded, launch, openRoom, type Person, randomRoom } from "./browser.js";

const PATIENCE_MS = 30_000;
const STATIC_DIR = ["--static-dir", joinPath(repo, "web", "dist")];

const isThroughEnvoy = process.env["BECKON_E2E_SERVER_URL"] !== undefined;
let browser: Browser;
let envoy: Envoy | undefined;
let server: BeckonServer;
let relay: Relay;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  server = await startBeckonServer(STATIC_DIR);
  const room = randomRoom();
  const direct = `http://127.0.0.1:${server.webPort}`;
  if (isThroughEnvoy) envoy = await startEnvoy({ upstreamPorts: [server.grpcPort], allowedOrigins: [direct] });
  const door = envoy?.url ?? direct;
  relay = await startRelay(door);
  ana = await openRoom(browser, "Ana", room, { pageUrl: envoy ? direct : relay.url, server: relay.url });
  ben = await openRoom(browser, "Ben", room, { pageUrl: direct, server: door });
  await call(ana, ben);
  await expectVideoBothWays(ana, ben);
});

afterEach(async () => {
  for (const { page } of [ana, ben]) await page.context().close();
  await relay.close();
  await envoy?.stop();
  await server.stop();
});

test.each([
  ["killed", "SIGKILL"],
  ["asked to end", "SIGTERM"],
] as const)(
  "the server is %s and started anew: video goes on over the same connections, and a screen can be shared",
  async (_, signal) => {
    const before = await Promise.all([connectionsOf(ana), connectionsOf(ben)]);
    const { grpcPort, webPort } = server;
    server.child.process.kill(signal);
    await server.child.exited;
    for (const person of [ana, ben]) await expectPill(person, /^Reconnecting/);
    await expectFramesGoOn();

    server = await startBeckonServer(STATIC_DIR, grpcPort, webPort);
    for (const person of [ana, ben]) await expectPill(person, /^Connected$/);
    for (const person of [ana, ben]) await person.page.getByTestId("person").waitFor({ timeout: PATIENCE_MS });
    await expectFramesGoOn();
    expect(await Promise.all([connectionsOf(ana), connectionsOf(ben)])).toEqual(before);

    await shareScreen(ana, ben);
    await shareScreen(ben, ana);
    expect(await Promise.all([connectionsOf(ana), connectionsOf(ben)])).toEqual(before);
  },
);

test("a connection to the server is cut: the call neither blinks nor restarts ICE, and a screen can be shared", async () => {
  const before = await Promise.all([connectionsOf(ana), connectionsOf(ben)]);
  // Offline, so that the server has noticed when the page comes back.
  await ana.page.context().setOffline(true);
  relay.cut();
  await expectPill(ana, /^(?!Connected$)/);
  await expectFramesGoOn();
  await ana.page.context().setOffline(false);
  await expectPill(ana, /^Connected$/);
  await ana.page.getByTestId("person").waitFor();
  await expectFramesGoOn();
  await shareScreen(ben, ana);
  await shareScreen(ana, ben);
  await expectFramesGoOn();
  expect(await Promise.all([connectionsOf(ana), connectionsOf(ben)])).toEqual(before);
});

/** Each RTCPeerConnection that the page has made: its state and the ICE credentials that both sides use. */
function connectionsOf({ page }: Person): Promise<readonly object[]> {
  return page.evaluate(() =>
    window.connections.map(({ connectionState, localDescription, remoteDescription }) => ({
      connectionState,
      credentials: [localDescription, remoteDescription].map((each) => /^a=ice-ufrag:.*$/m.exec(each?.sdp ?? "")?.[0]),
    })),
  );
}

/** Both decode new frames of each other, without their connections having left the state "connected". */
async function expectFramesGoOn(): Promise<void> {
  const counts = await Promise.all([framesDecoded(ana), framesDecoded(ben)]);
  for (const [person, before] of [
    [ana, counts[0]],
    [ben, counts[1]],
  ] as const) {
    await expect
      .poll(() => framesDecoded(person), { timeout: PATIENCE_MS, message: `${person.name} decodes video` })
      .toBeGreaterThan(before + 10);
  }
}

async function expectPill({ page }: Person, words: RegExp): Promise<void> {
  await expect
    .poll(() => page.getByTestId("signaling-pill").textContent(), { timeout: PATIENCE_MS, message: String(words) })
    .toMatch(words);
}

async function shareScreen(one: Person, other: Person): Promise<void> {
  await one.page.getByRole("button", { name: "Share screen" }).click();
  const shared = other.page.getByTestId("tile").getByText(`${one.name} shares the screen`);
  await shared.waitFor({ timeout: PATIENCE_MS });
  await other.page.getByLabel(`${one.name}'s screen`).waitFor({ timeout: PATIENCE_MS });
  await one.page.getByRole("button", { name: "Share screen" }).click();
  await shared.waitFor({ state: "detached", timeout: PATIENCE_MS });
}
