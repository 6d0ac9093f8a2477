// The page that the README quotes: two of them see each other.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openAddress, sumOfStats } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

test("two of the smallest pages see each other", async () => {
  const complaints: string[] = [];
  const pages = [await open(complaints), await open(complaints)];
  for (const page of pages) {
    await page.locator("video").waitFor();
    await expect
      .poll(() => sumOfStats(page, "inbound-rtp", "framesDecoded"), { timeout: 20_000, message: "frames decoded" })
      .toBeGreaterThan(10);
  }
  expect(complaints).toEqual([]);
  await pages[0]?.close();
  await expect.poll(() => pages[1]?.locator("video").count(), { timeout: 20_000 }).toBe(0);
});

async function open(complaints: string[]): Promise<Page> {
  const url = new URL("smallest.html", process.env["BECKON_E2E_PAGE_URL"]);
  const page = await openAddress(browser, url.href);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return page;
}
