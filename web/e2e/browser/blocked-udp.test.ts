// A network that lets only the web pass, and no TURN server: people are told so while the call is still being tried, and
// the call comes up when the network lets it.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { blockUdp, unblockUdp } from "../support/udp-block.js";
import { call, expectConnected, expectVideoBothWays, launch, openRoom, type Person, randomRoom } from "./browser.js";

const PATIENCE_MS = 45_000;
const WORDS = /^No connection to .*(Ana|Ben).* has been found yet\./;

let browser: Browser;
let people: readonly Person[] = [];

beforeAll(async () => {
  browser = await launch();
});

afterEach(async () => {
  unblockUdp();
  for (const { page } of people) await page.context().close();
});

afterAll(() => browser.close());

test("while UDP is blocked both are told in words, and the call comes up when it is not any more", async () => {
  const room = randomRoom();
  const [ana, ben] = [await openRoom(browser, "Ana", room), await openRoom(browser, "Ben", room)];
  people = [ana, ben];
  blockUdp();
  const called = performance.now();
  await ana.page.getByRole("button", { name: "Call Ben" }).first().click();
  await Promise.all([expectWords(ana), expectWords(ben)]);
  print("words after the call began", called);
  expect(await ana.page.getByTestId("tile").getAttribute("data-phase")).not.toBe("failed");
  await ana.page.getByTestId("tile").getByText("Details").click();
  await ana.page.getByText(/^no-path: /).waitFor();

  unblockUdp();
  const unblocked = performance.now();
  await expectConnectedAtLast(ana, ben);
  print("connected after UDP was let through", unblocked);
  await expectVideoBothWays(ana, ben);
  for (const { page } of people) expect(await page.getByText(WORDS).count()).toBe(0);
});

test("a call whose path is lost says so, and goes on over the same connection", async () => {
  const room = randomRoom();
  const [ana, ben] = [await openRoom(browser, "Ana", room), await openRoom(browser, "Ben", room)];
  people = [ana, ben];
  await call(ana, ben);
  await expectVideoBothWays(ana, ben);
  blockUdp();
  const blocked = performance.now();
  await Promise.all([expectWords(ana), expectWords(ben)]);
  print("words after UDP was blocked in a call", blocked);
  unblockUdp();
  await expectConnectedAtLast(ana, ben);
  await expectVideoBothWays(ana, ben);
  for (const { page } of people) {
    expect(await page.evaluate(() => window.connections.length)).toBe(1);
    expect(await page.getByText(WORDS).count()).toBe(0);
  }
});

function expectWords({ page }: Person): Promise<void> {
  return page.getByTestId("tile").getByRole("alert").filter({ hasText: WORDS }).waitFor({ timeout: PATIENCE_MS });
}

/** The checks of ICE, and its restarts, are some seconds apart. */
async function expectConnectedAtLast(ana: Person, ben: Person): Promise<void> {
  for (const { page } of [ana, ben]) {
    await page.locator("[data-testid=tile][data-phase=connected]").waitFor({ timeout: PATIENCE_MS });
  }
  await expectConnected(ana, ben);
}

function print(what: string, since: number): void {
  process.stdout.write(`${what}: ${((performance.now() - since) / 1_000).toFixed(1)} s\n`);
}
