// Over HTTP/1.1 a browser opens six connections to one server, and every tab's stream holds one: the sixth tab has none left
// to say anything by.
import type { Browser, Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { launch, openLobby, randomRoom } from "./browser.js";

let browser: Browser | undefined;

afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

async function press(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Join now" }).click();
}

test("a tab for which the browser has no connection left says so in words, and goes on when another closes", async () => {
  browser = await launch("no-camera");
  const { page: first } = await openLobby(browser, "Tab 1", randomRoom());
  const tabs = [first];
  // All load before the first stream takes a connection away.
  for (let i = 2; i <= 6; i += 1) {
    const page = await first.context().newPage();
    await page.goto(first.url());
    tabs.push(page);
  }
  for (const [index, page] of tabs.slice(0, 5).entries()) {
    await press(page, `Tab ${index + 1}`);
    await page.getByTestId("leave").waitFor();
  }
  const sixth = tabs[5] as Page;
  await press(sixth, "Tab 6");
  await sixth.getByText("Other tabs use all connections of this browser.").waitFor();
  expect(await sixth.getByText("TOO_MANY_TABS").isVisible()).toBe(false);
  await first.close();
  await sixth.getByTestId("leave").waitFor();
  await expect.poll(() => sixth.getByTestId("signaling-pill").textContent()).toBe("Connected");
});
