// Names and texts of other people stay in their places: long ones, ones read from right to left, ones with marks that turn
// what follows. Boxes are measured, in light and dark, wide and on a phone.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openLobby, openRoom, type Person, randomRoom } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

const LONG = "W".repeat(64);
const RIGHT_TO_LEFT = "محمد عبد الرحمن بن عبد الله آل ثاني المهندس الكبير من المدينة";

/** Calls the only other person, and waits until the call is up. */
async function callOther({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: /^Call/ }).first().click();
  await page.locator("[data-testid=tile][data-phase=connected]").waitFor();
}

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { colorScheme: "light", viewport: { width: 320, height: 568 } },
] as const;

for (const look of LOOKS) {
  test.each([
    ["64 letters", LONG],
    ["right to left", RIGHT_TO_LEFT],
  ])(`a name of %s stays in its place, at ${look.viewport.width} px`, async (_, name) => {
    const room = `${name} ${randomRoom()}`;
    const ana = await openLobby(browser, "Ana", room, look);
    await expectNothingOutside(ana.page, "lobby");
    const other = await openRoom(browser, name, room);
    await ana.page.getByLabel("Your name").fill("Ana");
    await ana.page.getByRole("button", { name: "Join now" }).click();
    await ana.page.getByRole("button", { name: /^Call/ }).first().waitFor();
    await expectNothingOutside(ana.page, "stage that offers a call");
    await callOther(ana);
    await other.page.getByPlaceholder("Write a message").fill(`${"x".repeat(300)} ${name}`);
    await other.page.keyboard.press("Enter");
    await expectNothingOutside(ana.page, "call");
    for (const tab of ["Chat", "Signaling", "Connection"]) {
      const isNarrow = look.viewport.width < 960;
      if (isNarrow) await ana.page.getByRole("button", { name: "Signaling", exact: true }).click();
      await ana.page.getByRole("tab", { name: tab }).click();
      await expectNothingOutside(ana.page, tab);
      if (isNarrow) await ana.page.keyboard.press("Escape");
    }
    for (const { page } of [ana, other]) await page.context().close();
  });
}

/** Text that cannot be read because it lies beyond the window, and boxes that stick out of it. Pictures may scroll. */
async function expectNothingOutside(page: Page, where: string): Promise<void> {
  const outside = await page.evaluate(() => {
    const found: string[] = [];
    const shown = document.querySelectorAll<HTMLElement>("button, p, h1, h2, li, input, textarea, article, .tile-name");
    for (const element of shown) {
      if (!element.checkVisibility() || element.closest(".visually-hidden, .sequence, .announcer")) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 1 && (left < -0.5 || right > innerWidth + 0.5)) found.push(element.outerHTML.slice(0, 120));
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    return found;
  });
  expect(outside, where).toEqual([]);
}

test("a name that is cut shows its beginning, whichever way it is read", async () => {
  const room = randomRoom();
  const ana = await openRoom(browser, "Ana", room);
  const other = await openRoom(browser, RIGHT_TO_LEFT, room);
  const cut = ana.page.getByTestId("person").getByText(RIGHT_TO_LEFT);
  const places = await cut.evaluate((element) => {
    const text = element.firstChild as Text;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, 1);
    const first = range.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return {
      isCut: element.scrollWidth > element.clientWidth,
      first: [first.left, first.right],
      box: [box.left, box.right],
    };
  });
  expect(places.isCut).toBe(true);
  expect(places.first[0]).toBeGreaterThanOrEqual(places.box[0] ?? 0);
  expect(places.first[1]).toBeLessThanOrEqual((places.box[1] ?? 0) + 1);
  for (const { page } of [ana, other]) await page.context().close();
});

test("marks that turn directions are not taken over from anybody's name", async () => {
  const room = randomRoom();
  const ana = await openRoom(browser, "Ana", `\u202e${room}`);
  const eve = await openRoom(browser, "\u202eEve\u2066", `${room}\u202e`);
  await callOther(eve);
  await ana.page.getByTestId("tile").getByText("Eve", { exact: true }).waitFor();
  const everything = await ana.page.evaluate(() => {
    const labels = [...document.querySelectorAll("[aria-label], [title]")];
    const said = labels.map((one) => `${one.getAttribute("aria-label")}${one.getAttribute("title")}`);
    return [document.title, document.body.textContent, ...said].join("\n");
  });
  expect(everything).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  for (const { page } of [ana, eve]) await page.context().close();
});

test("a size beside a name that is read from right to left keeps its order", async () => {
  const room = randomRoom();
  const ana = await openRoom(browser, "Ana", room);
  const others = [await openRoom(browser, RIGHT_TO_LEFT, room), await openRoom(browser, "Ben", room)];
  for (const other of others) {
    await other.page.getByRole("button", { name: "Call Ana" }).first().click();
    await other.page.locator("[data-testid=tile][data-phase=connected]").waitFor();
  }
  await ana.page.getByRole("tab", { name: "Signaling" }).click();
  const sizes = ana.page.locator(".sequence-step .size").filter({ hasText: /محمد.*kB/ });
  await sizes.first().waitFor();
  // The number stands left of its unit, as everywhere else.
  const order = await sizes.first().evaluate((element) => {
    const content = element.textContent ?? "";
    const at = (index: number) => (element as SVGTextContentElement).getStartPositionOfChar(index).x;
    return { number: at(content.search(/[\d]/)), unit: at(content.indexOf("kB")) };
  });
  expect(order.number).toBeLessThan(order.unit);
  for (const { page } of [ana, ...others]) await page.context().close();
});
