import { isLoopback } from "./loopback.js";

/** What a device or browser reports about network and page. */
export interface Environment {
  /** Whether the device reports a network. Without one, attempts to connect are at least 5 s apart: the report may be wrong. */
  readonly isOnline: boolean;
  /**
   * Whether the person sees the page, so that its timers run: then the client tells the server that it will speak often, and
   * others see within 40 s when its network has died. `undefined`: unknown.
   */
  readonly isShown?: boolean;
  /**
   * Calls `listener` with each change:
   *  - `"online"`, `"offline"`: the network came or went;
   *  - `"suspended"`, `"resumed"`: the page is frozen, and runs again. Meanwhile the client makes no attempt and runs no timer;
   *  - `"left"`: the person left the page, and the browser keeps it for the back button. The client sends bye and is suspended
   *    until `"resumed"`, when it begins another session;
   *  - `"gone"`: the page ends. The client sends bye and closes;
   *  - `"shown"`: the page is visible again, or the device woke up. The client checks its live stream;
   *  - `"hidden"`: the person looks elsewhere, and the browser slows the timers of the page down.
   *
   * @returns a function that ends it.
   */
  watch(listener: (change: EnvironmentChange) => void): () => void;
}

export type EnvironmentChange = "online" | "offline" | "suspended" | "resumed" | "left" | "shown" | "hidden" | "gone";

/** The parts of a browser's `window` that are used here; absent in Node and, in part, in workers. */
interface PageGlobals {
  readonly document?: EventSource & { readonly visibilityState?: string };
  readonly navigator?: { readonly onLine?: boolean };
  readonly addEventListener?: EventSource["addEventListener"];
  readonly removeEventListener?: EventSource["removeEventListener"];
}

/** An event of which only `persisted` is looked at, which page transitions have. */
interface PageEvent {
  readonly type: string;
  readonly persisted?: boolean;
}

interface EventSource {
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  removeEventListener(type: string, listener: (event: PageEvent) => void): void;
}

type Route = readonly [
  source: EventSource,
  type: string,
  toChange: (event: PageEvent) => EnvironmentChange | undefined,
];

/**
 * What the browser tells a page: `online` and `offline`, `visibilitychange`, `freeze` and `resume` (Page Lifecycle), `pagehide`
 * and `pageshow` of a page that goes into the back/forward cache and comes back.
 *
 * @param url the server; one on this device can be reached without a network.
 * @returns undefined outside of a browser.
 */
export function browserEnvironment(
  url: string,
  page: PageGlobals = globalThis as PageGlobals,
): Environment | undefined {
  const { document, addEventListener, removeEventListener } = page;
  if (document === undefined || addEventListener === undefined || removeEventListener === undefined) {
    return undefined;
  }
  const window: EventSource = {
    addEventListener: addEventListener.bind(page),
    removeEventListener: removeEventListener.bind(page),
  };
  const isLocal = isLoopback(new URL(url));
  const routes: readonly Route[] = [
    [window, "online", () => "online"],
    [window, "offline", () => (isLocal ? undefined : "offline")],
    [window, "pagehide", ({ persisted }) => (persisted ? "left" : "gone")],
    [window, "pageshow", ({ persisted }) => (persisted ? "resumed" : undefined)],
    [document, "freeze", () => "suspended"],
    [document, "resume", () => "resumed"],
    [document, "visibilitychange", () => (document.visibilityState === "visible" ? "shown" : "hidden")],
  ];
  return {
    get isOnline() {
      return isLocal || page.navigator?.onLine !== false;
    },
    get isShown() {
      return document.visibilityState === "visible";
    },
    watch: (listener) => {
      const unwatchRoutes = watchRoutes(routes, listener);
      const unwatchSleep = watchSleep(() => document.visibilityState === "visible" && listener("shown"));
      return () => {
        unwatchRoutes();
        unwatchSleep();
      };
    },
  };
}

/** How often a timer looks whether the device slept, and how much later than that it has to be. */
const SLEEP_CHECK_MS = 5_000;
const SLEEP_MS = 10_000;

/** No event tells that a device has slept, but no timer runs meanwhile. Timers of hidden pages are slow as well. */
function watchSleep(onWake: () => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > SLEEP_CHECK_MS + SLEEP_MS) {
      onWake();
    }
    last = now;
  }, SLEEP_CHECK_MS);
  return () => clearInterval(timer);
}

function watchRoutes(routes: readonly Route[], listener: (change: EnvironmentChange) => void): () => void {
  const ends = routes.map(([source, type, toChange]) => {
    const handle = (event: PageEvent) => {
      const change = toChange(event);
      if (change !== undefined) {
        listener(change);
      }
    };
    source.addEventListener(type, handle);
    return () => source.removeEventListener(type, handle);
  });
  return () => {
    for (const end of ends) {
      end();
    }
  };
}
