// Over TLS browsers speak HTTP/2, where any number of tabs share a connection. Without it they allow six per host.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BeckonServer, makeCertificate, startBeckonServer } from "../support/beckon-server.js";
import { repo } from "../support/files.js";
import { launch } from "./browser.js";

const TABS = 9;
const folder = mkdtempSync(join(tmpdir(), "beckon-tabs-"));
const page = join(repo, "web", "dist");
let browser: Browser;
let server: BeckonServer;

beforeAll(async () => {
  await makeCertificate(folder);
  const tls = ["--tls-cert", join(folder, "cert.pem"), "--tls-key", join(folder, "key.pem")];
  server = await startBeckonServer([...tls, "--static-dir", page]);
  // With one, every tab would call all others.
  browser = await launch("no-camera");
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

test("over TLS a seventh tab and more have their streams too", async () => {
  // One context: tabs of one person share their connections.
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  for (let tab = 1; tab <= TABS; tab++) {
    const opened = await context.newPage();
    const stream = opened.waitForResponse((response) => response.url().endsWith("/beckon.v1.Signaling/Open"));
    await opened.goto(`https://localhost:${server.webPort}/smallest.html`, { waitUntil: "commit" });
    expect((await stream).status(), `tab ${tab}`).toBe(200);
    expect(
      await opened.evaluate(() =>
        performance.getEntriesByType("navigation").map((entry) => entry.toJSON().nextHopProtocol),
      ),
    ).toEqual(["h2"]);
  }
});
