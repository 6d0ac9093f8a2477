import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserEnvironment, type EnvironmentChange } from "./environment.js";

/** The parts of a window that tell about network and page. */
function makePage(onLine = true) {
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const navigator = { onLine };
  return Object.assign(new EventTarget(), { document, navigator });
}

function happen(target: EventTarget, type: string, persisted?: boolean): void {
  target.dispatchEvent(Object.assign(new Event(type), { persisted }));
}

function watched(page: ReturnType<typeof makePage>, url = "https://signal.example.org") {
  const heard: EnvironmentChange[] = [];
  const environment = browserEnvironment(url, page);
  const unwatch = environment?.watch((change) => heard.push(change));
  return { heard, environment, unwatch };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("browserEnvironment", () => {
  it("tell what the browser tells, until nobody listens", () => {
    const page = makePage();
    const { heard, unwatch } = watched(page);
    happen(page, "offline");
    happen(page, "online");
    happen(page.document, "freeze");
    happen(page.document, "resume");
    page.document.visibilityState = "hidden";
    happen(page.document, "visibilitychange");
    page.document.visibilityState = "visible";
    happen(page.document, "visibilitychange");
    expect(heard).toEqual(["offline", "online", "suspended", "resumed", "hidden", "shown"]);
    unwatch?.();
    happen(page, "offline");
    expect(heard).toHaveLength(6);
  });

  it("know a page that is kept for the back button from one that ends", () => {
    const page = makePage();
    const { heard } = watched(page);
    happen(page, "pagehide", false);
    happen(page, "pageshow", false);
    expect(heard).toEqual(["gone"]);
    happen(page, "pagehide", true);
    happen(page, "pageshow", true);
    expect(heard).toEqual(["gone", "left", "resumed"]);
  });

  it("notice that the device has slept, if the page is visible", () => {
    const page = makePage();
    const { heard, unwatch } = watched(page);
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual([]);
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual(["shown"]);
    page.document.visibilityState = "hidden";
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual(["shown"]);
    unwatch?.();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])(
    "reach a server on this device without a network: %s",
    (url) => {
      const page = makePage(false);
      const { heard, environment } = watched(page, url);
      happen(page, "offline");
      expect(heard).toEqual([]);
      expect(environment?.isOnline).toBe(true);
      expect(watched(page).environment?.isOnline).toBe(false);
    },
  );

  it("are not there outside of a browser", () => {
    expect(browserEnvironment("https://signal.example.org")).toBeUndefined();
  });
});
