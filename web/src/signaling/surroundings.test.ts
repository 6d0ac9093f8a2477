import { describe, expect, it } from "vitest";
import { pageSurroundings, type SurroundingsChange } from "./surroundings.js";

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
  const heard: SurroundingsChange[] = [];
  const surroundings = pageSurroundings(url, page);
  const unwatch = surroundings?.watch((change) => heard.push(change));
  return { heard, surroundings, unwatch };
}

describe("pageSurroundings", () => {
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
    expect(heard).toEqual(["gone", "suspended", "resumed"]);
  });

  it.each(["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])(
    "reach a server on this device without a network: %s",
    (url) => {
      const page = makePage(false);
      const { heard, surroundings } = watched(page, url);
      happen(page, "offline");
      expect(heard).toEqual([]);
      expect(surroundings?.isOnline).toBe(true);
      expect(watched(page).surroundings?.isOnline).toBe(false);
    },
  );

  it("are not there outside of a browser", () => {
    expect(pageSurroundings("https://signal.example.org")).toBeUndefined();
  });
});
