// Contrast, names and roles by axe, in light and dark, wide and on a phone; and that a phone never scrolls sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, launch, openLobby, openRoom, randomRoom } from "./browser.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

for (const look of LOOKS) {
  const options = { ...look, reducedMotion: "reduce" } as const;
  test(`lobby and room have no faults that axe finds: ${look.colorScheme}, ${look.viewport.width} px`, async () => {
    const room = randomRoom();
    const ben = await openRoom(browser, "Ben", room, options);
    await expectNoFaults(ben.page, "empty room");
    const ana = await openLobby(browser, "Ana", room, options);
    // Before it, a note about the camera may be fading in.
    await ana.page.getByLabel("Your camera").waitFor();
    await expectNoFaults(ana.page, "lobby");
    await ana.page.getByLabel("Your name").fill("Ana");
    await ana.page.keyboard.press("Enter");
    await call(ana, ben);
    for (const tab of ["Chat", "Signaling", "Connection"]) {
      if (look.viewport.width < 960) await ana.page.getByRole("button", { name: "Signaling", exact: true }).click();
      await ana.page.getByRole("tab", { name: tab }).click();
      await expectNoFaults(ana.page, `${tab} in a call`);
      if (look.viewport.width < 960) await ana.page.keyboard.press("Escape");
    }
    await ana.page.context().close();
    await ben.page.context().close();
  });
}

test("what a control shows is in its name, so that one can say it (WCAG 2.5.3)", async () => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const ana = await openRoom(browser, "Ana", room);
  await expectNamesWithLabels(ben.page, "room");
  await call(ana, ben);
  for (const tab of ["Chat", "Signaling", "Connection"]) {
    await ana.page.getByRole("tab", { name: tab }).click();
    await expectNamesWithLabels(ana.page, tab);
  }
  for (const { page } of [ana, ben]) await page.context().close();
});

async function expectNamesWithLabels(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE);
  // The steps of the picture are no controls: they are chosen by arrow keys, and their words are the picture's own.
  const results: AxeResults = await page.evaluate(
    "axe.run({ exclude: ['.sequence'] }, { runOnly: ['label-content-name-mismatch'], rules: { 'label-content-name-mismatch': { enabled: true } } })",
  );
  expect(
    results.violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
    where,
  ).toEqual([]);
  // The rule has looked at something.
  expect(results.passes.length, where).toBeGreaterThan(0);
}

test("with forced colours one sees which tab is on", async () => {
  const { page } = await openRoom(browser, "Ana", randomRoom(), { forcedColors: "active" });
  for (const tab of ["Signaling", "Chat"]) {
    await page.getByRole("tab", { name: tab }).click();
    const underlined = await page.getByRole("tab").evaluateAll((tabs) => {
      const canvas = getComputedStyle(document.body).backgroundColor;
      return tabs.filter((one) => getComputedStyle(one).borderBottomColor !== canvas).map((one) => one.textContent);
    });
    expect(underlined).toEqual([tab]);
  }
  await page.context().close();
});

async function expectNoFaults(page: Page, where: string): Promise<void> {
  // Not as a script element, which the page's Content-Security-Policy refuses.
  await page.evaluate(AXE);
  const results: AxeResults = await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })",
  );
  const faults = results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  expect(faults, where).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `sideways scrolling, ${where}`).toBeLessThanOrEqual(0);
}
