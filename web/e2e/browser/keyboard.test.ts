// The whole way with the keyboard alone: from the lobby into a call, chat, shortcuts, sequence picture, and out.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectConnected, launch, openLobby, openRoom, randomRoom } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

test("everything is reached and worked by keys", async () => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const ana = await openLobby(browser, "Ana", room);
  const { page } = ana;

  await page.keyboard.type("Ana");
  await page.keyboard.press("Enter");
  await page.getByTestId("roster").waitFor();
  await page.getByRole("button", { name: "Call Ben" }).first().waitFor();

  await tabTo(page, "Call Ben");
  await page.keyboard.press("Enter");
  await expectConnected(ana, ben);

  await page.keyboard.press("c");
  await page.keyboard.type("music");
  await page.keyboard.press("Enter");
  await ben.page.getByTestId("chat-lines").getByText("music").waitFor();
  // The m of the message was a letter, not a shortcut.
  expect(await page.getByTestId("microphone").getAttribute("aria-pressed")).toBe("true");

  await tabTo(page, "Microphone");
  await page.keyboard.press("m");
  await ben.page.getByTestId("roster").getByLabel("Microphone off").waitFor();
  await page.keyboard.press("v");
  await ben.page.getByTestId("tile").getByText("Camera is off").waitFor();
  await page.keyboard.press("v");
  await ben.page.getByTestId("tile").getByText("Camera is off").waitFor({ state: "detached" });

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor({ state: "detached" });

  await walkSequence(page);

  await tabTo(page, "Leave");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Join now" }).waitFor();
  expect([...ana.complaints, ...ben.complaints]).toEqual([]);
});

async function walkSequence(page: Page): Promise<void> {
  await tabTo(page, "Chat");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "Signaling, message by message");
  await page.keyboard.press("Home");
  await page.getByTestId("step-details").getByText("hello").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByTestId("step-details").getByText("welcome").waitFor();
  const chosen = page.getByRole("option", { selected: true });
  expect(await chosen.getAttribute("aria-label")).toMatch(/^welcome/);
}

test("Caps Lock and other alphabets do not switch the shortcuts off", async () => {
  const { page } = await openRoom(browser, "Ana", randomRoom());
  const microphone = page.getByTestId("microphone");
  for (const init of [
    { key: "M", code: "KeyM" },
    { key: "ь", code: "KeyM" },
  ]) {
    const before = await microphone.getAttribute("aria-pressed");
    await page.getByTestId("leave").dispatchEvent("keydown", { ...init, bubbles: true });
    await expect.poll(() => microphone.getAttribute("aria-pressed")).not.toBe(before);
  }
  await page.context().close();
});

test("what is closed by Escape gives the focus back to what opened it", async () => {
  const { page } = await openRoom(browser, "Ana", randomRoom());
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.id ?? "");
  await opensAndCloses(page, "Keyboard shortcuts", page.getByRole("dialog"));
  await expect.poll(focused).toBe("Keyboard shortcuts");
  await opensAndCloses(page, "Source of this panel: roster.tsx", page.getByRole("dialog"));
  await expect.poll(focused).toBe("Source of this panel: roster.tsx");

  const details = page.getByRole("region", { name: "Signaling details" });
  await page.getByTestId("signaling-pill").press("Enter");
  await page.keyboard.press("Tab");
  await details.getByRole("button", { name: "Source of this panel" }).press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(focused).toBe("Source of this panel: signaling-pill.tsx");
  await page.keyboard.press("Escape");
  await details.waitFor({ state: "detached" });
  await expect.poll(focused).toBe("Signaling: Connected");

  await page.setViewportSize({ width: 390, height: 844 });
  for (const [button, sheet] of [
    ["People, 1", "People"],
    ["Chat", "Chat and signaling"],
    ["Signaling", "Chat and signaling"],
  ] as const) {
    await opensAndCloses(page, button, page.getByRole("complementary", { name: sheet }));
    await expect.poll(focused).toBe(button);
  }
  await page.context().close();
});

/** Presses a button by its key, waits until what it opens is there, and closes that by Escape. */
async function opensAndCloses(page: Page, button: string, opened: Locator): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).press("Enter");
  await opened.waitFor();
  await expect.poll(() => opened.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "hidden" });
}

const MOST_TABS = 60;

/** Presses Tab until the control whose accessible name is, or begins with, that one has the focus, and makes sure that one can see it there. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      // Past the last control the browser's own bar has the focus.
      if (element === document.body) return { label: "", isRinged: true };
      const words = element?.cloneNode(true) as Element | undefined;
      for (const hidden of words?.querySelectorAll("[aria-hidden=true]") ?? []) hidden.remove();
      const label = element?.getAttribute("aria-label") ?? words?.textContent?.trim().replace(/\s+/g, " ") ?? "";
      // A pill's button is larger than the pill, which has the ring.
      const shown = element?.matches(".pill-button") ? element.querySelector(".pill") : element;
      const style = shown ? getComputedStyle(shown) : null;
      const isRinged = style?.boxShadow.includes("0px 0px 0px 4px") || style?.outlineColor !== "rgba(0, 0, 0, 0)";
      return { label, isRinged };
    });
    expect(focused.isRinged, `focus ring on "${focused.label}"`).toBe(true);
    if (focused.label === name || focused.label.startsWith(`${name} `)) return;
  }
  throw new Error(`${MOST_TABS} presses of Tab did not lead to "${name}"`);
}
