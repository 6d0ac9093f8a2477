/** Most connections that a browser opens to one server over HTTP/1.1, over all its tabs. */
const BROWSER_CONNECTIONS = 6;

/** How long other tabs have to answer. */
const ANSWER_MS = 300;

/** The parts of a browser used here. */
interface BrowserGlobals {
  readonly document?: unknown;
  readonly performance?: {
    getEntriesByType?(type: string): readonly { readonly name?: string; readonly nextHopProtocol?: string }[];
  };
}

type Message = { readonly ask: string } | { readonly here: string };

/**
 * Asks the other tabs of this browser how many of them have a stream to the same server. Over HTTP/1.1 each stream uses
 * one of six connections, so that the seventh tab waits without an error; this finds the reason.
 */
export class TabCounter {
  readonly #channel: InstanceType<typeof BroadcastChannel>;
  readonly #answers = new Map<string, () => void>();

  /** @param isHolding whether this tab has a stream now. */
  constructor(url: string, isHolding: () => boolean) {
    this.#channel = new BroadcastChannel(`beckon streams to ${new URL(url).host}`);
    this.#channel.onmessage = ({ data }: { data: unknown }) => this.#hear(data as Message, isHolding);
  }

  /** @returns how many other tabs have a stream. */
  async count(): Promise<number> {
    const question = `${Math.random()}`;
    let tabs = 0;
    this.#answers.set(question, () => {
      tabs += 1;
    });
    this.#channel.postMessage({ ask: question } satisfies Message);
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    this.#answers.delete(question);
    return tabs;
  }

  /** Whether the streams of other tabs leave this tab at most one of the browser's connections. */
  async isFull(): Promise<boolean> {
    return (await this.count()) >= BROWSER_CONNECTIONS - 1;
  }

  close(): void {
    this.#channel.close();
  }

  #hear(message: Message, isHolding: () => boolean): void {
    if ("here" in message) {
      this.#answers.get(message.here)?.();
    } else if (isHolding()) {
      this.#channel.postMessage({ here: message.ask } satisfies Message);
    }
  }
}

/** @returns undefined where no limit applies: outside of browsers, and over HTTP/2. */
export function createTabCounter(url: string, isHolding: () => boolean): TabCounter | undefined {
  const browser = globalThis as BrowserGlobals;
  const hasChannels = browser.document !== undefined && "BroadcastChannel" in globalThis;
  return hasChannels && isLimited(url, browser) ? new TabCounter(url, isHolding) : undefined;
}

/** Browsers use HTTP/2 only over TLS. Whether the server supports it can be seen from what the page loaded from it. */
export function isLimited(url: string, { performance }: BrowserGlobals): boolean {
  const { protocol, origin } = new URL(url);
  if (protocol === "http:") {
    return true;
  }
  const entries = ["navigation", "resource"].flatMap((type) => performance?.getEntriesByType?.(type) ?? []);
  return entries.some(({ name, nextHopProtocol }) => name?.startsWith(origin) && nextHopProtocol === "http/1.1");
}
