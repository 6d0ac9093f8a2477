import { isLoopback } from "./loopback.js";

/** The state of network and page, as reported by a device or browser. */
export interface Environment {
  /**
   * Whether the device reports a network. Without one, connection attempts are at least 5 s apart, because the report
   * may be wrong.
   */
  readonly isOnline: boolean;
  /**
   * Whether the page is visible, so that its timers run normally. If so, the client announces frequent heartbeats to
   * the server, and others notice within 40 s when its network fails. `undefined`: unknown.
   */
  readonly isShown?: boolean;
  /**
   * Calls `listener` with each change:
   *  - `"online"`, `"offline"`: the network became available or unavailable;
   *  - `"suspended"`, `"resumed"`: the page is frozen, or runs again. While suspended the client makes no attempts and
   *    runs no timers;
   *  - `"left"`: the person left the page, and the browser keeps it for the back button. The client sends bye and is
   *    suspended until `"resumed"`, when it starts another session;
   *  - `"gone"`: the page ends. The client sends bye and closes;
   *  - `"shown"`: the page is visible again, or the device woke up. The client checks its live stream;
   *  - `"hidden"`: the page is not visible, and the browser slows its timers down.
   *
   * @returns a function that stops watching.
   */
  watch(listener: (change: EnvironmentChange) => void): () => void;
}

export type EnvironmentChange = "online" | "offline" | "suspended" | "resumed" | "left" | "shown" | "hidden" | "gone";

/** The parts of a browser's `window` used here; absent in Node and partly absent in workers. */
interface PageGlobals {
  readonly document?: EventSource & { readonly visibilityState?: string };
  readonly navigator?: { readonly onLine?: boolean };
  readonly addEventListener?: EventSource["addEventListener"];
  readonly removeEventListener?: EventSource["removeEventListener"];
}

/** An event, of which only the field `persisted` of page transitions is used. */
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
 * The environment of a page in a browser: `online` and `offline`, `visibilitychange`, `freeze` and `resume` (Page
 * Lifecycle), `pagehide` and `pageshow` of a page that enters and leaves the back/forward cache.
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

/** The interval of the sleep check, and the lateness of its timer that means that the device slept. */
const SLEEP_CHECK_MS = 5_000;
const SLEEP_MS = 10_000;

/** No event reports that a device slept, but timers do not run meanwhile. Timers of hidden pages are slow as well. */
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
