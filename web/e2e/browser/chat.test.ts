// The chat as people use it: lines, links, and reading older messages while new ones come.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, launch, openRoom, type Person, randomRoom } from "./browser.js";

let browser: Browser;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  browser = await launch();
  const room = randomRoom();
  ana = await openRoom(browser, "Ana", room);
  ben = await openRoom(browser, "Ben", room);
  await call(ana, ben);
  await ana.page.getByPlaceholder("Write a message").waitFor();
  await ben.page.getByPlaceholder("Write a message").waitFor();
});

afterAll(() => browser.close());

async function say({ page }: Person, text: string): Promise<void> {
  await page.getByPlaceholder("Write a message").fill(text);
  await page.keyboard.press("Enter");
}

test("Shift and Enter make a line, which arrives as one", async () => {
  await ana.page.getByPlaceholder("Write a message").focus();
  await ana.page.keyboard.type("one");
  await ana.page.keyboard.press("Shift+Enter");
  await ana.page.keyboard.type("two");
  await ana.page.keyboard.press("Enter");
  const message = ben.page.getByTestId("chat-lines").locator(".chat-text", { hasText: "one" });
  await message.waitFor();
  expect(await message.evaluate((element) => (element as HTMLElement).innerText)).toBe("one\ntwo");
  expect(await ana.page.getByPlaceholder("Write a message").inputValue()).toBe("");
});

test("web addresses are links that open apart from this page; nothing else is", async () => {
  await say(ana, "http://a.test/x?y=1, javascript:alert(1) and <a href='http://b.test'>b</a>");
  const message = ben.page.getByTestId("chat-lines").locator(".chat-text", { hasText: "a.test" });
  await message.waitFor();
  const links = await message
    .locator("a")
    .evaluateAll((all) =>
      all.map((one) => [
        one.getAttribute("href"),
        one.getAttribute("target"),
        one.getAttribute("rel"),
        one.textContent,
      ]),
    );
  expect(links).toEqual([
    ["http://a.test/x?y=1", "_blank", "noopener noreferrer", "http://a.test/x?y=1"],
    ["http://b.test/", "_blank", "noopener noreferrer", "http://b.test"],
  ]);
});

test("who reads older messages stays there, is told of new ones, and gets to them", async () => {
  const lines = ben.page.getByTestId("chat-lines");
  await say(ana, Array.from({ length: 60 }, (_, line) => `line ${line}`).join("\n"));
  await lines.getByText("line 59").waitFor();
  const atEnd = () => lines.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight < 2);
  await expect.poll(atEnd).toBe(true);
  await lines.evaluate((list) => list.scrollTo({ top: 10 }));
  await say(ana, "first news");
  await ben.page.getByRole("button", { name: "1 new message" }).waitFor();
  await say(ana, "second news");
  const news = ben.page.getByRole("button", { name: "2 new messages" });
  await news.waitFor();
  expect(await lines.evaluate((list) => list.scrollTop)).toBe(10);
  await news.click();
  await expect.poll(atEnd).toBe(true);
  await news.waitFor({ state: "detached" });
  // Back at the end, the list follows again; and what one writes oneself is always shown.
  await say(ana, "third news");
  await lines.getByText("third news").waitFor();
  await expect.poll(atEnd).toBe(true);
  await lines.evaluate((list) => list.scrollTo({ top: 10 }));
  await say(ben, "my own");
  await expect.poll(atEnd).toBe(true);
});
