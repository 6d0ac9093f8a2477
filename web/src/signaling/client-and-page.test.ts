import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TestServer } from "../testing/test-server.js";
import { connectSignaling } from "./client.js";
import { browserEnvironment } from "./environment.js";

/** A page of a browser, which counts who listens to it. */
class CountingTarget extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners -= 1;
    super.removeEventListener(...args);
  }
}

function makePage() {
  const document = Object.assign(new CountingTarget(), { visibilityState: "visible" });
  return Object.assign(new CountingTarget(), { document, navigator: { onLine: true } });
}

let server: TestServer;
let page: ReturnType<typeof makePage>;

beforeEach(async () => {
  server = await new TestServer().start();
  page = makePage();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

function connect() {
  const environment = browserEnvironment("https://signal.example.org", page);
  return connectSignaling({ url: server.url, peerId: "alice", ...(environment && { environment }) });
}

/** Whether the requests of each rpc were to outlive the page, in order; the requests are made as usual. */
function recordKeepalive(): [rpc: string, keepalive: boolean][] {
  const recorded: [string, boolean][] = [];
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (input: string, init: RequestInit) => {
    recorded.push([input.split("/").at(-1) ?? "", init.keepalive === true]);
    return fetch(input, init);
  });
  return recorded;
}

describe("a client in a page", () => {
  it("watches the page once, and leaves nothing behind when it is closed", async () => {
    const client = connect();
    await client.connected();
    expect(vi.getTimerCount()).toBe(1);
    expect(page.listeners + page.document.listeners).toBe(7);
    await client.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(page.listeners + page.document.listeners).toBe(0);
  });

  it("says bye in a request that outlives the page", async () => {
    const recorded = recordKeepalive();
    try {
      const client = connect();
      await client.connected();
      page.dispatchEvent(new Event("pagehide"));
      await server.untilEnded("alice");
      expect(recorded.at(0)).toEqual(["Open", false]);
      expect(recorded.filter(([rpc]) => rpc === "Send").at(-1)).toEqual(["Send", true]);
      await client.close();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("says bye at once when the page ends while it is being closed behind a stuck Send", async () => {
    server.areSessionsResumable = true;
    const client = connect();
    await client.connected();
    const stuck = withResolvers();
    const arrived = withResolvers();
    server.onSend = ({ frames }) => {
      if (frames.some(({ frame }) => frame.case === "signal")) {
        arrived.resolve();
        return stuck.promise;
      }
      return undefined;
    };
    client.send({ to: "bob", body: { type: "data", label: "", content: "last words" } });
    await arrived.promise;
    const closed = client.close();
    page.dispatchEvent(new Event("pagehide"));
    await server.untilEnded("alice");
    stuck.resolve();
    await closed;
  });
});

function withResolvers() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((whenDone) => {
    resolve = whenDone;
  });
  return { promise, resolve: () => resolve() };
}
