// The page that the README quotes: two of them see and hear each other.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openAddress, sumOfStats } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

test("two of the smallest pages see and hear each other", async () => {
  const complaints: string[] = [];
  const pages = [await open(complaints), await open(complaints)];
  for (const page of pages) {
    await page.locator("video").waitFor();
    await expect
      .poll(() => sumOfStats(page, "inbound-rtp", "framesDecoded"), { timeout: 20_000, message: "frames decoded" })
      .toBeGreaterThan(10);
    await expectHeard(page);
  }
  expect(complaints).toEqual([]);
  await pages[0]?.close();
  await expect.poll(() => pages[1]?.locator("video").count(), { timeout: 20_000 }).toBe(0);
  await pages[1]?.close();
});

test("a page without camera and microphone joins, and sees and hears who has them", async () => {
  const complaints: string[] = [];
  const silent = await launch("no-camera");
  try {
    const page = await open(complaints, silent);
    // Browsers let a page that was clicked play sound without a press of play.
    await page.locator("p").click();
    const other = await open(complaints);
    await page.locator("video").waitFor();
    await expectHeard(page);
    expect(complaints).toEqual([]);
    await other.context().close();
  } finally {
    await silent.close();
  }
});

/** Sound arrives, is played and is not muted. */
async function expectHeard(page: Page): Promise<void> {
  await expect
    .poll(() => sumOfStats(page, "inbound-rtp", "totalAudioEnergy"), { timeout: 20_000, message: "sound" })
    .toBeGreaterThan(0);
  await expect
    .poll(() =>
      page
        .locator("video")
        .evaluateAll((all) => all.map((one) => !(one as HTMLVideoElement).muted && !(one as HTMLVideoElement).paused)),
    )
    .toEqual([true]);
}

async function open(complaints: string[], of = browser): Promise<Page> {
  const url = new URL("smallest.html", process.env["BECKON_E2E_PAGE_URL"]);
  const page = await openAddress(of, url.href);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return page;
}
