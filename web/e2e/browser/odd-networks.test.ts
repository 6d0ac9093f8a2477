// Networks and devices that behave oddly: slow openings, a browser that is wrong about being offline, a proxy's pages in
// place of the server.
import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startRelay } from "../support/relay.js";
import {
  call,
  expectConnected,
  expectVideoBothWays,
  join,
  launch,
  openLobby,
  openRoom,
  type Person,
  randomRoom,
} from "./browser.js";

const CALLS = "**/beckon.v1.Signaling/*";
const OPEN = "**/beckon.v1.Signaling/Open";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

test("what one says of camera and microphone while the hello is in flight, the others hear", async () => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const ana = await openLobby(browser, "Ana", room);
  const opening = await holdNext(ana.page, OPEN);
  const joined = join(ana);
  await opening.isHeld;
  await ana.page.getByText("Joining the room…").waitFor();
  await ana.page.getByTestId("microphone").click();
  await opening.release();
  await joined;
  await ben.page.getByTestId("person").getByLabel("Microphone off").waitFor();
  await call(ana, ben);
  await expectVideoBothWays(ana, ben);
  expect(await ben.page.getByText("Camera is off").count()).toBe(0);
  await close(ana, ben);
});

test("a browser that is wrong about being offline joins and calls", async () => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const ana = await openLobby(browser, "Ana", room);
  await ana.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "onLine", { get: () => false });
  });
  await ana.page.reload();
  await join(ana);
  await call(ana, ben);
  await expectVideoBothWays(ana, ben);
  await close(ana, ben);
});

const HTML_PAGES = [
  ["a page not found", { status: 404, contentType: "text/html", body: "<h1>404 page not found</h1>" }],
  ["a page that forbids", { status: 403, contentType: "text/html", body: "<h1>Connect to the VPN</h1>" }],
  ["a captive portal", { status: 200, contentType: "text/html", body: "<h1>Welcome to our network</h1>" }],
] as const;

test.each(HTML_PAGES)("%s in place of the server delays joining", async (_, answer) => {
  const ana = await openLobby(browser, "Ana", randomRoom());
  await ana.page.route(CALLS, (route) => route.fulfill(answer));
  const turnedAway = ana.page.waitForResponse(OPEN);
  const joined = join(ana);
  await turnedAway;
  await ana.page.unroute(CALLS);
  await joined;
  await close(ana);
});

test.each([
  ...HTML_PAGES,
  ["a proxy's own status", { status: 200, contentType: "application/grpc-web+proto", headers: { "grpc-status": "5" } }],
] as const)("%s in place of the server delays coming back, and the call goes on", async (_, answer) => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const relay = await startRelay(process.env["BECKON_E2E_PAGE_URL"] ?? "");
  const ana = await openRoom(browser, "Ana", room, { pageUrl: relay.url });
  await call(ana, ben);

  await ana.page.route(CALLS, (route) => route.fulfill(answer));
  relay.cut();
  const pill = ana.page.getByTestId("signaling-pill");
  await expect.poll(() => pill.textContent(), { timeout: 20_000 }).toMatch(/^Reconnecting/);
  await ana.page.unroute(CALLS);
  await expect.poll(() => pill.textContent(), { timeout: 30_000 }).toBe("Connected");
  await expectConnected(ana, ben);
  await expectVideoBothWays(ana, ben);
  expect(await ana.page.evaluate(() => window.connections.length)).toBe(1);
  await close(ana, ben);
  await relay.close();
});

async function close(...people: readonly Person[]): Promise<void> {
  for (const { page } of people) await page.context().close();
}

/** The next such call of the page waits until it is released. */
async function holdNext(page: Page, url: string) {
  let onHeld: (route: Route) => void;
  const held = new Promise<Route>((resolve) => {
    onHeld = resolve;
  });
  await page.route(url, (route) => onHeld(route), { times: 1 });
  return { isHeld: held, release: async () => (await held).continue() };
}
