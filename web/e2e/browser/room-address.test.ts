// The room and the server in the page's address: any name is a room, and what is no server is said in words.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { join, launch, openLobby, type Person, randomRoom } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch("no-camera");
});

afterAll(() => browser.close());

/** A lobby at the page's address with exactly this query. */
async function openQuery(name: string, query: string): Promise<Person> {
  const person = await openLobby(browser, name, "other");
  const server = new URL(person.page.url()).searchParams.get("server");
  const url = new URL(`?${query}${server ? `&server=${encodeURIComponent(server)}` : ""}`, person.page.url());
  await person.page.goto(url.href);
  return person;
}

function roomShown(page: Page): Promise<string | null> {
  return page.locator(".room-name").textContent();
}

const unique = crypto.randomUUID().slice(0, 8);

test.each([
  ["spaces", `room=my room ${unique}`, `room=+my%20room+${unique}%20`],
  ["accents, composed or not, and capitals", `room=Café ${unique}`, `room=cafe%CC%81+${unique}`],
  ["letters of any script", `room=日本語${unique}`, `room=%e6%97%a5%e6%9c%ac%e8%aa%9e${unique}`],
  ["the server's own sign", `room=$admin${unique}`, `room=%24admin${unique}`],
  ["more than an id may have", `room=${"x".repeat(129)}${unique}`, `room=&room=${"x".repeat(129)}${unique}&room=b`],
])("two guests with one link meet: %s", async (_, one, other) => {
  const ana = await openQuery("Ana", one);
  const ben = await openQuery("Ben", other);
  const asked = new URLSearchParams(one).get("room") ?? "";
  expect(await roomShown(ana.page)).toBe(asked);
  expect(new URL(ana.page.url()).searchParams.get("room")).toBe(asked);
  for (const person of [ana, ben]) await join(person);
  await ben.page.getByRole("button", { name: "Call Ana" }).first().waitFor();
  expect([...ana.complaints, ...ben.complaints]).toEqual([]);
  for (const { page } of [ana, ben]) await page.context().close();
});

test("an empty room is a new one, whose name is in the address and stays on a reload", async () => {
  const { page } = await openQuery("Ana", "room=&name=Zoë+Ångström");
  const name = await roomShown(page);
  expect(name).toMatch(/^[a-z]+-[a-z]+-[a-z]+$/);
  expect(await page.getByLabel("Your name").inputValue()).toBe("Zoë Ångström");
  // The link that goes to others does not carry who I am.
  expect([...new URL(page.url()).searchParams.keys()].filter((key) => key !== "server")).toEqual(["room"]);
  await page.reload();
  expect(await roomShown(page)).toBe(name);
  await page.context().close();
});

test.each(["localhost:8081", "ws://localhost:8081", "http://", "nonsense"])(
  "a server that is no address is said in words at once: %s",
  async (server) => {
    const { page, complaints } = await openLobby(browser, "Ana", randomRoom(), { server });
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Join now" }).click();
    await page.getByText("The server in this page's address is invalid.").waitFor();
    expect(await page.getByText("Joining the room…").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Join now" }).getAttribute("aria-disabled")).toBe("false");
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test("joining that waits is ended by Cancel, and can be begun again", async () => {
  // Port 1 of this machine: nothing listens there.
  const { page } = await openLobby(browser, "Ana", randomRoom(), { server: "http://127.0.0.1:1" });
  await page.getByLabel("Your name").fill("Ana");
  for (let time = 1; time <= 2; time += 1) {
    await page.getByRole("button", { name: "Join now" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Joining the room…").waitFor({ state: "detached" });
  }
  await page.context().close();
});
