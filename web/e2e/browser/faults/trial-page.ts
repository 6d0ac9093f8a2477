import type { Browser, CDPSession, Page } from "playwright-core";
import type { Relay } from "../../support/relay.js";
import { eventually } from "../../support/waiting.js";
import type { Account, Ledger, Point } from "./account.js";

const PATIENCE_MS = 30_000;

/** States of a session with a stream: how it was attached. */
const ATTACHED = ["new", "lossless", "resync"];

export interface TrialOptions {
  readonly peerId: string;
  readonly room: string;
  /** Where the gRPC-Web door is. */
  readonly door: string;
  readonly pageUrl: string;
  readonly ledger: Ledger;
  /** The piece of network before the door. */
  readonly relay: Relay;
}

/** page.ts opened as a person of its own, in the room; its ledger hears of all its signals. */
export class TrialPage {
  readonly peerId: string;
  readonly #page: Page;
  readonly #devtools: CDPSession;
  readonly #relay: Relay;
  /** What the page told since it was opened or reloaded. */
  #entries: Account[] = [];

  private constructor(peerId: string, page: Page, devtools: CDPSession, relay: Relay) {
    this.peerId = peerId;
    this.#page = page;
    this.#devtools = devtools;
    this.#relay = relay;
  }

  static async open(
    browser: Browser,
    { peerId, room, door, pageUrl, ledger, relay }: TrialOptions,
  ): Promise<TrialPage> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    const trial = new TrialPage(peerId, page, devtools, relay);
    await page.exposeFunction("account", (entry: Account) => {
      trial.#add(entry);
      ledger.add(peerId, entry);
    });
    const url = new URL(pageUrl);
    url.search = new URLSearchParams({ peer: peerId, room, server: door }).toString();
    await page.goto(url.href);
    await trial.isInRoom();
    return trial;
  }

  /** How its session was attached each time. */
  get results(): readonly string[] {
    return this.#told("state").flatMap(({ words }) => (ATTACHED.includes(words) ? [words] : []));
  }

  /** Its session, as it sees itself in the room. */
  get self(): string | undefined {
    return this.#sessionsOf(this.peerId)[0];
  }

  hold(at: Point): Promise<void> {
    return this.#page.evaluate((at) => window.trial.hold(at), at);
  }

  release(): Promise<void> {
    return this.#page.evaluate(() => window.trial.release());
  }

  call({ peerId }: TrialPage): Promise<void> {
    return this.#page.evaluate((peerId) => window.trial.call(peerId), peerId);
  }

  async say(text: string): Promise<void> {
    await this.#page.evaluate((text) => window.trial.say(text), text);
  }

  /** Takes its network away until `goOnline`. Streams that are open outlive what the devtools do, so they are cut. */
  async goOffline(): Promise<void> {
    await this.#setOffline(true);
    this.#relay.cut();
    // Its state is "waiting" if something arrived between the two steps: the library then takes the device to be wrong.
    await this.#until("has no stream", () => !ATTACHED.includes(this.#told("state").at(-1)?.words ?? ""));
  }

  goOnline(): Promise<void> {
    return this.#setOffline(false);
  }

  async reload(): Promise<void> {
    await this.#page.reload();
    await this.isInRoom();
  }

  async close(): Promise<void> {
    await this.#page.context().close();
    await this.#relay.close();
  }

  isInRoom(): Promise<void> {
    return this.#until("is in the room", () => this.self !== undefined);
  }

  isHeldAt(at: Point): Promise<void> {
    return this.#until(`waits at ${at}`, () => this.#told("held").some((held) => held.at === at));
  }

  hasSent(kind: string): Promise<void> {
    return this.#until(`sends ${kind}`, () => this.#told("sent").some((sent) => sent.kind === kind));
  }

  isInTalk(): Promise<void> {
    return this.#until("is in talk", () => this.#told("chat").at(-1)?.isOpen === true);
  }

  hears(text: string): Promise<void> {
    return this.#until(`hears ${text}`, () => this.#told("heard").some((heard) => heard.text === text));
  }

  /** Sees the other's newest session, and no other of it. */
  sees(other: TrialPage): Promise<void> {
    return this.#until(`sees ${other.peerId}`, () => {
      const [seen, ...more] = this.#sessionsOf(other.peerId);
      return seen !== undefined && seen === other.self && more.length === 0;
    });
  }

  async #setOffline(offline: boolean): Promise<void> {
    const conditions = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await this.#devtools.send("Network.emulateNetworkConditions", { offline, ...conditions });
  }

  #add(entry: Account): void {
    if (entry.type === "began") this.#entries = [];
    this.#entries.push(entry);
  }

  #told<T extends Account["type"]>(type: T) {
    return this.#entries.filter((entry): entry is Extract<Account, { type: T }> => entry.type === type);
  }

  #sessionsOf(peerId: string): readonly string[] {
    const sessions = this.#told("members").at(-1)?.sessions ?? [];
    return sessions.filter((each) => each.startsWith(`${peerId} `));
  }

  async #until(what: string, isSo: () => boolean): Promise<void> {
    try {
      await eventually(
        `${this.peerId} ${what}`,
        () => {
          if (!isSo()) throw new Error("not yet");
        },
        PATIENCE_MS,
      );
    } catch (error) {
      const told = this.#entries.map((entry) => JSON.stringify(entry).slice(0, 150)).join("\n");
      throw new Error(`${String(error)}; it told\n${told}`);
    }
  }
}
