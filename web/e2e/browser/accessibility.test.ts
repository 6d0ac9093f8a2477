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
