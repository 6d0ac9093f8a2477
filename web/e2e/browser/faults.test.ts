// In the middle of a call's set-up the browser goes offline, a page is reloaded, or the server is started anew. The call comes
// up all the same, and every signal is accounted for: given to the other page once, or its sender was told. Through the
// server's own web port, or through Envoy if BECKON_E2E_SERVER_URL names a door.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type BeckonServer, startBeckonServer } from "../support/beckon-server.js";
import { type Envoy, startEnvoy } from "../support/envoy.js";
import { repo } from "../support/files.js";
import { startRelay } from "../support/relay.js";
import { launch } from "./browser.js";
import { Ledger, type Totals } from "./faults/account.js";
import { TrialPage } from "./faults/trial-page.js";

/** A name that is not one of this machine: for those, being offline is nothing to the library. */
const HOST = "beckon.test";
const PATIENCE_MS = 30_000;

const isThroughEnvoy = process.env["BECKON_E2E_SERVER_URL"] !== undefined;
const folder = mkdtempSync(joinPath(tmpdir(), "beckon-faults-"));
const rows: (readonly [name: string, recoveryMs: number, totals: Totals])[] = [];
let browser: Browser;
let server: BeckonServer;
let envoy: Envoy | undefined;
let ledger: Ledger;
let ana: TrialPage;
let ben: TrialPage;

beforeAll(async () => {
  const root = joinPath(repo, "web", "e2e", "browser", "faults");
  await build({
    configFile: false,
    logLevel: "error",
    root,
    build: { outDir: folder, emptyOutDir: true, target: "es2022" },
  });
  server = await startServer();
  const origin = `http://${HOST}:${server.webPort}`;
  if (isThroughEnvoy) envoy = await startEnvoy({ upstreamPorts: [server.grpcPort], allowedOrigins: [origin] });
  const resolve = `--host-resolver-rules=MAP ${HOST} 127.0.0.1`;
  // Names instead of addresses in candidates would have to be looked up by multicast.
  browser = await launch("no-camera", resolve, "--disable-features=WebRtcHideLocalIpsWithMdns");
});

afterAll(async () => {
  process.stdout.write(table());
  await browser?.close();
  await envoy?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  ledger = new Ledger();
  const room = `faults-${crypto.randomUUID().slice(0, 8)}`;
  ana = await open("ana", room);
  ben = await open("ben", room);
  await ana.sees(ben);
  await ben.sees(ana);
});

afterEach(async () => {
  await ana.close();
  await ben.close();
});

test("the caller is offline when its offer is to leave", async () => {
  await ana.hold("request");
  await ana.call(ben);
  await ana.isHeldAt("request");
  await ana.goOffline();
  await ana.release();
  await ana.goOnline();
  await expectAllAccounted("offline before the offer left");
});

test("the caller is offline before it hears that its offer was taken", async () => {
  await ana.hold("response");
  await ana.call(ben);
  await ana.isHeldAt("response");
  await ana.goOffline();
  await ana.release();
  await ben.hasSent("answer");
  await ana.goOnline();
  await expectAllAccounted("offline before the ack of the offer");
  expect(ana.results).toEqual(["new", "lossless"]);
});

test("the caller is offline when the answer and its candidates come", async () => {
  await ben.hold("description");
  await ana.call(ben);
  await ben.isHeldAt("description");
  await ana.goOffline();
  await ben.release();
  await ben.hasSent("answer");
  await ana.goOnline();
  await expectAllAccounted("caller offline before the answer");
  expect(ana.results).toEqual(["new", "lossless"]);
});

test("the callee is offline when it answers", async () => {
  await ben.hold("description");
  await ana.call(ben);
  await ben.isHeldAt("description");
  await ben.goOffline();
  await ben.release();
  await ben.hasSent("answer");
  await ben.goOnline();
  await expectAllAccounted("callee offline before the answer");
  expect(ben.results).toEqual(["new", "lossless"]);
});

test("the caller's page is reloaded before the answer, and calls again", async () => {
  await ben.hold("description");
  await ana.call(ben);
  await ben.isHeldAt("description");
  await ana.reload();
  await ben.release();
  await ben.sees(ana);
  await ana.call(ben);
  await expectAllAccounted("caller's page reloaded");
});

test("the callee's page is reloaded before it answers, and is called again", async () => {
  await ben.hold("description");
  await ana.call(ben);
  await ben.isHeldAt("description");
  await ben.reload();
  await ana.sees(ben);
  await ana.call(ben);
  await expectAllAccounted("callee's page reloaded");
});

test("the server ends before the answer, and is started anew", async () => {
  await ben.hold("description");
  await ana.call(ben);
  await ben.isHeldAt("description");
  const { grpcPort, webPort } = server;
  await server.stop();
  await ben.release();
  server = await startServer(grpcPort, webPort);
  await expectAllAccounted("server started anew");
});

/** A page that reaches its door through a piece of network of its own. */
async function open(name: string, room: string): Promise<TrialPage> {
  const relay = await startRelay(envoy?.url ?? `http://127.0.0.1:${server.webPort}`);
  const door = `http://${HOST}:${new URL(relay.url).port}`;
  const pageUrl = envoy ? `http://${HOST}:${server.webPort}` : door;
  return TrialPage.open(browser, { peerId: `${name}-${room}`, room, door, pageUrl, ledger, relay });
}

function startServer(grpcPort = 0, webPort = 0): Promise<BeckonServer> {
  return startBeckonServer(["--static-dir", folder], grpcPort, webPort);
}

/** The call comes up, words go both ways, and no signal is lost or doubled; adds a line to the table. */
async function expectAllAccounted(name: string): Promise<void> {
  const began = performance.now();
  await ana.isInTalk();
  await ben.isInTalk();
  const recoveryMs = Math.round(performance.now() - began);
  await ana.say("hello Ben");
  await ben.hears("hello Ben");
  await ben.say("hello Ana");
  await ana.hears("hello Ana");
  // What was said last is still under way.
  await expect.poll(() => ledger.totals(), { timeout: PATIENCE_MS }).toMatchObject({ lost: 0 });
  const totals = ledger.totals();
  rows.push([name, recoveryMs, totals]);
  expect(totals.doubled).toBe(0);
  expect(totals.delivered).toBeGreaterThanOrEqual(2);
}

function table(): string {
  const heads = ["ms to talk", "sent", "taken", "delivered", "noticed", "orphaned", "lost", "doubled"];
  const line = (name: string, cells: readonly unknown[]) =>
    `${name.padEnd(38)}${cells.map((cell) => String(cell).padStart(11)).join("")}\n`;
  const door = isThroughEnvoy ? "through Envoy" : "the server's web port";
  return `\nFaults in the middle of a call's set-up, ${door}; signals:\n${line("", heads)}${rows
    .map(([name, ms, { sent, taken, delivered, noticed, orphaned, lost, doubled }]) =>
      line(name, [ms, sent, taken, delivered, noticed, orphaned, lost, doubled]),
    )
    .join("")}\n`;
}
