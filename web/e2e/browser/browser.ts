// Chromium for the browser tests. They need a server and a page, and, because WebRTC gathers no loopback candidates, a
// network that is not loopback: run them in scripts/netns together with the server.
//
//   BECKON_E2E_PAGE_URL      where the demo is served, for instance http://localhost:8080/ (required)
//   BECKON_E2E_SERVER_URL    the gRPC-Web door, for instance Envoy's http://localhost:8081; default: the page's own origin
//   BECKON_E2E_CHROMIUM      the browser; default /usr/bin/chromium
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const QUIET_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const DEVICE_ARGS = {
  "with-camera": ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  // A camera that is there, and nobody to say yes to the browser's question.
  "camera-denied": ["--use-fake-device-for-media-stream"],
  "no-camera": [],
} as const;

/** How long anything may take that people wait for: generous, since two browsers encode video on few cores. */
const PATIENCE_MS = 20_000;

export type Devices = keyof typeof DEVICE_ARGS;

export function launch(devices: Devices = "with-camera", ...moreArgs: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["BECKON_E2E_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [...QUIET_ARGS, ...DEVICE_ARGS[devices], ...moreArgs],
  });
}

/** The page of one person, and what its console said. */
export interface Person {
  readonly name: string;
  readonly page: Page;
  readonly complaints: readonly string[];
}

export interface PersonOptions extends BrowserContextOptions {
  /** Replaces the gRPC-Web door of the environment. */
  readonly server?: string;
  /** Replaces the page's address of the environment. */
  readonly pageUrl?: string;
}

/** Opens a page that is not the demo's, with its connections recorded. */
export async function openAddress(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(recordConnections);
  await page.goto(url);
  return page;
}

/** Opens the lobby as a person of their own: storage, camera and console apart from all others. */
export async function openLobby(browser: Browser, name: string, room: string, options: PersonOptions = {}) {
  const { server, pageUrl, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints = listenForComplaints(page);
  await page.addInitScript(recordConnections);
  await page.goto(addressOf(room, server, pageUrl));
  return { name, page, complaints } satisfies Person;
}

export async function join({ page, name }: Person): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Join now" }).click();
  await page.getByTestId("leave").waitFor();
}

export async function openRoom(browser: Browser, name: string, room: string, options: PersonOptions = {}) {
  const person = await openLobby(browser, name, room, options);
  await join(person);
  return person;
}

/** `caller` presses `callee` in the roster, and both see the other's tile connected. */
export async function call(caller: Person, callee: Person): Promise<void> {
  await caller.page
    .getByRole("button", { name: `Call ${callee.name}` })
    .first()
    .click();
  await expectConnected(caller, callee);
}

export async function expectConnected(one: Person, other: Person): Promise<void> {
  for (const [person, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    await person.page.locator(`[data-testid=tile][data-phase=connected][aria-label="${peer.name}"]`).waitFor();
  }
}

/** Video frames that the page decoded so far, over all its connections. */
export function framesDecoded({ page }: Person): Promise<number> {
  return sumOfStats(page, "inbound-rtp", "framesDecoded");
}

/** Sums one figure of getStats over all connections of a page. */
export function sumOfStats(page: Page, type: string, figure: string): Promise<number> {
  return page.evaluate(
    async ([type, figure]) => {
      let sum = 0;
      for (const connection of window.connections) {
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type === type) sum += Number(entry[figure] ?? 0);
        }
      }
      return sum;
    },
    [type, figure] as const,
  );
}

/** Waits until both decode new frames of each other: not only some from before. */
export async function expectVideoBothWays(...people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const before = await framesDecoded(person);
    await expect
      .poll(() => framesDecoded(person), { timeout: PATIENCE_MS, message: `${person.name} decodes video` })
      .toBeGreaterThan(before + 10);
  }
}

export function randomRoom(): string {
  return `e2e-${crypto.randomUUID().slice(0, 8)}`;
}

function addressOf(
  room: string,
  server = process.env["BECKON_E2E_SERVER_URL"],
  page = process.env["BECKON_E2E_PAGE_URL"],
): string {
  if (!page) throw new Error("BECKON_E2E_PAGE_URL is missing: where is the demo served? See e2e/browser/browser.ts.");
  const url = new URL(page);
  url.searchParams.set("room", room);
  if (server) url.searchParams.set("server", server);
  return url.href;
}

function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

declare global {
  interface Window {
    connections: RTCPeerConnection[];
  }
}

/** Runs in the page, before its own scripts: keeps each RTCPeerConnection, so that the test can ask for its stats. */
function recordConnections(): void {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}
