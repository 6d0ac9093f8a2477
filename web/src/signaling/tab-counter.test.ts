import { afterEach, describe, expect, it } from "vitest";
import { isLimited, TabCounter } from "./tab-counter.js";

describe("TabCounter", () => {
  let tabs: TabCounter[] = [];

  afterEach(() => {
    for (const tab of tabs) {
      tab.close();
    }
    tabs = [];
  });

  function open(count: number, isHolding = true, url = "http://signal.example.org:8080/"): void {
    for (let i = 0; i < count; i += 1) {
      tabs.push(new TabCounter(url, () => isHolding));
    }
  }

  it("counts the other tabs that hold a stream to the same server", async () => {
    open(1, false);
    open(3);
    open(2, false);
    open(4, true, "http://signal.example.org:8081/");
    expect(await tabs[0]?.count()).toBe(3);
    expect(await tabs[1]?.count()).toBe(2);
  });

  it("calls a browser full when five others leave one connection or none", async () => {
    open(5);
    expect(await tabs[0]?.isFull()).toBe(false);
    open(2);
    expect(await tabs[0]?.isFull()).toBe(true);
  });
});

describe("isLimited", () => {
  const loadedBy = (nextHopProtocol: string) => ({
    performance: {
      getEntriesByType: (type: string) =>
        type === "navigation" ? [{ name: "https://a.example/", nextHopProtocol }] : [],
    },
  });

  it.each([
    ["http://a.example", "h2", true],
    ["https://a.example", "h2", false],
    ["https://a.example", "http/1.1", true],
    ["https://b.example", "http/1.1", false],
  ])("%s, page loaded by %s: %s", (url, protocol, isSo) => {
    expect(isLimited(url, loadedBy(protocol))).toBe(isSo);
  });
});
