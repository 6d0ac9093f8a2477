// Two people meet in a room: video both ways, chat over a data channel, the picture of the signaling, leaving.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  call,
  expectConnected,
  expectVideoBothWays,
  join,
  launch,
  openRoom,
  type Person,
  randomRoom,
  sumOfStats,
} from "./browser.js";

let browser: Browser;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  const room = randomRoom();
  ana = await openRoom(browser, "Ana", room);
  ben = await openRoom(browser, "Ben", room);
});

afterEach(async () => {
  for (const person of [ana, ben]) {
    await person.page.context().close();
    expect(person.complaints, `${person.name}'s console`).toEqual([]);
  }
});

test("a click on a person starts a call that comes up on both sides, with video both ways", async () => {
  await call(ana, ben);
  await expectVideoBothWays(ana, ben);
  for (const { page } of [ana, ben]) {
    await expect.poll(() => page.getByTestId("call-pill").first().textContent()).toBe("Direct");
  }
});

test("chat messages go both ways over a data channel", async () => {
  await call(ana, ben);
  await say(ana, "Hello Ben");
  await ben.page.getByTestId("chat-lines").getByText("Hello Ben").waitFor();
  await say(ben, "Hello Ana");
  await ana.page.getByTestId("chat-lines").getByText("Hello Ana").waitFor();
  // Polled, because the browser caches its statistics for a moment.
  await expect.poll(() => sumOfStats(ana.page, "data-channel", "messagesSent")).toBe(1);
  await expect.poll(() => sumOfStats(ana.page, "data-channel", "messagesReceived")).toBe(1);
});

test("the sequence picture shows offer, answer and candidates, and no secret", async () => {
  await call(ana, ben);
  for (const { page } of [ana, ben]) {
    await page.getByRole("tab", { name: "Signaling" }).click();
    const picture = page.getByTestId("sequence");
    for (const words of [/^hello/, /^welcome/, /^offer/, /^answer/, /^candidate/, /^end of candidates/]) {
      await picture.getByRole("option", { name: words }).first().waitFor();
    }
    await picture
      .getByRole("option", { name: /^offer/ })
      .first()
      .click();
    const details = await page.getByTestId("step-details").textContent();
    expect(details).toMatch(/offer 1/);
    expect(await page.locator("body").textContent()).not.toMatch(/ice-pwd|fingerprint|v=0|candidate:/);
  }
});

test("a screen is shared beside the camera and taken back", async () => {
  await call(ana, ben);
  await ana.page.getByRole("button", { name: "Share screen" }).click();
  const shared = ben.page.getByTestId("tile").getByText("Ana shares the screen");
  await shared.waitFor();
  await ben.page.getByLabel("Ana's screen").waitFor();
  await ben.page.getByLabel("Ana's camera").waitFor();
  await ana.page.getByRole("button", { name: "Share screen" }).click();
  await shared.waitFor({ state: "detached" });
  await expectVideoBothWays(ben);
});

test("hanging up ends the call on both sides, and one can call again", async () => {
  await call(ana, ben);
  await ben.page.getByRole("button", { name: "Hang up on Ana" }).click();
  for (const { page } of [ana, ben]) await page.getByTestId("tile").waitFor({ state: "detached" });
  await call(ben, ana);
  await expectVideoBothWays(ana, ben);
});

test("a reloaded page is the same peer again, and goes on with its call and its chat", async () => {
  const peerId = await ben.page.getByTestId("person").getAttribute("data-peer");
  await call(ana, ben);
  await say(ana, "Before the reload");
  await ben.page.getByTestId("chat-lines").getByText("Before the reload").waitFor();
  await ana.page.reload();
  // Away until its bye arrives, if that got out before the page ended, or until the new page takes its place.
  const present = ben.page.locator("[data-testid=person][data-away=false]");
  await present.waitFor({ state: "detached" });
  // Also when it is reloaded once more before it enters.
  await ana.page.reload();
  expect(await ana.page.getByLabel("Your name").inputValue()).toBe("Ana");
  await join(ana);
  await present.waitFor();
  expect(await ben.page.getByTestId("person").getAttribute("data-peer")).toBe(peerId);
  await expectConnected(ana, ben);
  await expectVideoBothWays(ana, ben);
  await ana.page.getByTestId("chat-lines").getByText("Before the reload").waitFor();
  await say(ben, "After it");
  await expect.poll(() => ana.page.locator(".chat-text").allTextContents()).toEqual(["Before the reload", "After it"]);
});

test("who leaves is gone for the others at once, and is back in the lobby", async () => {
  await call(ana, ben);
  await ana.page.getByTestId("leave").click();
  await ana.page.getByRole("button", { name: "Join now" }).waitFor();
  await ben.page.getByTestId("person").waitFor({ state: "detached" });
  await ben.page.getByRole("heading", { name: "Nobody here yet" }).waitFor();
  await ben.page.getByRole("log", { name: "What happened" }).getByText("Ana left").waitFor();
});

test("Back leads from the room to the lobby, and the others see one go at once", async () => {
  await call(ana, ben);
  await ana.page.goBack();
  await ana.page.getByRole("button", { name: "Join now" }).waitFor();
  await ben.page.getByRole("log", { name: "What happened" }).getByText("Ana left").waitFor();
  await ben.page.getByTestId("person").waitFor({ state: "detached" });
  // Entering and leaving by the button uses up no more of the history than it adds.
  for (let time = 1; time <= 2; time += 1) {
    await join(ana);
    await ana.page.getByTestId("leave").click();
    await ana.page.getByRole("button", { name: "Join now" }).waitFor();
  }
  await expect.poll(() => ana.page.evaluate(() => history.state)).toBe(null);
  await join(ana);
  await call(ana, ben);
});

test("a tab that is closed has left for the others: its bye gets out", async () => {
  await ana.page.close();
  await ben.page.getByRole("log", { name: "What happened" }).getByText("Ana left").waitFor();
  await ben.page.getByTestId("person").waitFor({ state: "detached" });
});

test("a page that crashes is away for the others, and not yet gone", async () => {
  const devtools = await ana.page.context().newCDPSession(ana.page);
  const crashed = ana.page.waitForEvent("crash");
  // It has no answer: who would give it has crashed.
  devtools.send("Page.crash").catch(() => undefined);
  await crashed;
  await ben.page.locator("[data-testid=person][data-away=true]").waitFor();
});

async function say({ page }: Person, text: string): Promise<void> {
  await page.getByPlaceholder("Write a message").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}
