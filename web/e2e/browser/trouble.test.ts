// What people see when something is missing: the camera, the server.
import type { Browser } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { startRelay } from "../support/relay.js";
import {
  call,
  expectConnected,
  expectVideoBothWays,
  framesDecoded,
  launch,
  openLobby,
  openRoom,
  randomRoom,
} from "./browser.js";

const browsers: Browser[] = [];

async function start(...kind: Parameters<typeof launch>): Promise<Browser> {
  const browser = await launch(...kind);
  browsers.push(browser);
  return browser;
}

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

test.each([
  ["camera-denied", "This page may not use your camera and microphone."],
  ["no-camera", "No camera or microphone was found."],
] as const)("%s: one is told why, can join, and sees the others", async (devices, words) => {
  const room = randomRoom();
  const ben = await openRoom(await start(), "Ben", room);
  const ana = await openLobby(await start(devices), "Ana", room);
  await ana.page.getByText(words).waitFor();
  await ana.page.getByLabel("Your name").fill("Ana");
  await ana.page.getByRole("button", { name: "Join now" }).click();
  await call(ana, ben);
  await expectVideoBothWays(ana);
  await ben.page.getByTestId("tile").getByText("Camera is off").waitFor();
  expect(await framesDecoded(ben)).toBe(0);
  expect([...ana.complaints, ...ben.complaints]).toEqual([]);
});

test("a server that cannot be reached is said in words, and waiting for it can be cancelled", async () => {
  // Port 1 of this machine: nothing listens there.
  const { page } = await openLobby(await start(), "Ana", randomRoom(), { server: "http://127.0.0.1:1" });
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("button", { name: "Join now" }).click();
  await page.getByText("Joining the room…").waitFor();
  await page.getByText("The Beckon server cannot be reached.").waitFor();
  // The code is one click away.
  expect(await page.getByText("UNREACHABLE").isVisible()).toBe(false);
  await page.getByText("Details").click();
  await page.getByText("UNREACHABLE").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Joining the room…").waitFor({ state: "detached" });
});

test("a lost connection to the server is mended without a blink, and shows when it cannot be", async () => {
  const room = randomRoom();
  const browser = await start();
  const ben = await openRoom(browser, "Ben", room);
  const { relay, ...addresses } = await relayBeforeDoor();
  const ana = await openRoom(browser, "Ana", room, addresses);
  const pill = ana.page.getByTestId("signaling-pill");
  await call(ana, ben);
  await expectVideoBothWays(ana, ben);

  await ana.page.evaluate(recordPill);
  relay.cut();
  // What is said after the cut reaches the others over the next connection.
  await ana.page.keyboard.press("m");
  await ben.page.getByTestId("person").getByLabel("Microphone off").waitFor();
  await expect.poll(() => pill.textContent()).toBe("Connected");
  expect(await ana.page.evaluate(() => window.pillTexts)).toEqual([]);
  // The call has gone on all the time.
  await expectConnected(ana, ben);
  await expectVideoBothWays(ana, ben);
  expect(await ana.page.evaluate(() => window.connections.length)).toBe(1);

  await relay.close();
  await ana.page.getByText("Connection to the server lost").waitFor();
  await expect.poll(() => pill.textContent(), { timeout: 10_000 }).toMatch(/^Reconnecting in \d+ s$/);
  await pill.click();
  await ana.page.getByText("The Beckon server cannot be reached.").waitFor();
  await ana.page.getByRole("region", { name: "Signaling details" }).getByRole("button", { name: "Leave" }).click();
  await ana.page.getByRole("button", { name: "Join now" }).waitFor();
});

declare global {
  interface Window {
    pillTexts: (string | null)[];
  }
}

/** Runs in the page: keeps every text that the pill of the signaling shows from now on. */
function recordPill(): void {
  window.pillTexts = [];
  const pill = document.querySelector("[data-testid=signaling-pill]");
  const observer = new MutationObserver(() => window.pillTexts.push(pill?.textContent ?? null));
  if (pill) observer.observe(pill, { subtree: true, childList: true, characterData: true });
}

/** A piece of network before the door that can be cut: before Envoy, or before the page's own origin and so its page too. */
async function relayBeforeDoor() {
  const door = process.env["BECKON_E2E_SERVER_URL"];
  const relay = await startRelay(door ?? process.env["BECKON_E2E_PAGE_URL"] ?? "");
  return door ? { relay, server: relay.url } : { relay, pageUrl: relay.url };
}
