// What the page costs a browser: it comes compressed, and on a reload only what has changed.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch("no-camera");
});

afterAll(() => browser.close());

test("the page comes compressed, and on a reload no file comes again", async () => {
  const page = await browser.newPage();
  await page.goto(process.env["BECKON_E2E_PAGE_URL"] ?? "");
  const first = await filesOf(page);
  await page.reload();
  // Some scripts are loaded when the page needs them: one may come later the second time.
  const again = (await filesOf(page)).filter(({ name }) => first.some((file) => file.name === name));

  const decoded = sum(first.map((file) => file.decoded));
  const encoded = sum(first.map((file) => file.encoded));
  const transferred = sum(again.map((file) => file.transferred));
  process.stdout.write(`the page: ${decoded} bytes, sent as ${encoded}; a reload: ${transferred}\n`);
  expect(decoded).toBeGreaterThan(100_000);
  expect(encoded).toBeLessThan(decoded / 2);
  expect(again.length).toBeGreaterThan(1);
  expect(transferred).toBeLessThan(1_000);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** The page and its scripts and styles so far, in bytes, without what it asks the server later. */
async function filesOf(page: Page) {
  await page.waitForLoadState("load");
  return await page.evaluate(() =>
    ["navigation", "resource"]
      .flatMap((type) => performance.getEntriesByType(type) as PerformanceResourceTiming[])
      .filter(({ name, initiatorType }) => initiatorType === "navigation" || name.includes("/assets/"))
      .map(({ name, decodedBodySize, encodedBodySize, transferSize }) => ({
        name,
        decoded: decodedBodySize,
        encoded: encodedBodySize,
        transferred: transferSize,
      })),
  );
}
