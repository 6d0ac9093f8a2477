import { isLoopback } from "./loopback.js";

/** What a device or browser tells a client about itself. */
export interface Surroundings {
  /** Whether there may be a network. Without one no connection is tried. */
  readonly isOnline: boolean;
  /**
   * Whether the person sees the page, so that its timers run: then the client tells the server that it will speak often, and
   * others see within 40 s when its network has died. `undefined`: unknown.
   */
  readonly isShown?: boolean;
  /**
   * Calls `listener` with each change:
   *  - `"online"`, `"offline"`: the network came or went;
   *  - `"suspended"`, `"resumed"`: the page is frozen or put aside, and runs again; meanwhile nothing is tried, and no timer
   *    of the client runs;
   *  - `"gone"`: the page ends; the client says bye;
   *  - `"shown"`: the person looks at the page again, whose timers may have been slow: what is alive is looked at;
   *  - `"hidden"`: the person looks elsewhere, and the browser slows the timers of the page down.
   *
   * @returns a function that ends it.
   */
  watch(listener: (change: SurroundingsChange) => void): () => void;
}

export type SurroundingsChange = "online" | "offline" | "suspended" | "resumed" | "shown" | "hidden" | "gone";

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
  toChange: (event: PageEvent) => SurroundingsChange | undefined,
];

/**
 * What the browser tells a page: `online` and `offline`, `visibilitychange`, `freeze` and `resume` (Page Lifecycle), `pagehide`
 * and `pageshow` of a page that goes into the back/forward cache and comes back.
 *
 * @param url the server; one on this device can be reached without a network.
 * @returns undefined outside of a browser.
 */
export function pageSurroundings(url: string, page: PageGlobals = globalThis as PageGlobals): Surroundings | undefined {
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
    [window, "pagehide", ({ persisted }) => (persisted ? "suspended" : "gone")],
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
    watch: (listener) => watchRoutes(routes, listener),
  };
}

function watchRoutes(routes: readonly Route[], listener: (change: SurroundingsChange) => void): () => void {
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
