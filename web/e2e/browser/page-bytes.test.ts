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
  const first = await bytesOf(page);
  await page.reload();
  const again = await bytesOf(page);

  process.stdout.write(`the page: ${first.decoded} bytes, sent as ${first.encoded}; a reload: ${again.transferred}\n`);
  expect(first.decoded).toBeGreaterThan(100_000);
  expect(first.encoded).toBeLessThan(first.decoded / 2);
  expect(again.files).toBe(first.files);
  expect(again.transferred).toBeLessThan(1_000);
});

/** The page and its scripts and styles, without what it asks the server later. */
async function bytesOf(page: Page) {
  await page.waitForLoadState("load");
  return await page.evaluate(() => {
    const entries = ["navigation", "resource"]
      .flatMap((type) => performance.getEntriesByType(type) as PerformanceResourceTiming[])
      .filter(({ name, initiatorType }) => initiatorType === "navigation" || name.includes("/assets/"));
    const sum = (size: (entry: PerformanceResourceTiming) => number) =>
      entries.reduce((total, entry) => total + size(entry), 0);
    return {
      files: entries.length,
      decoded: sum(({ decodedBodySize }) => decodedBodySize),
      encoded: sum(({ encodedBodySize }) => encodedBodySize),
      transferred: sum(({ transferSize }) => transferSize),
    };
  });
}
