/** The parts of a browser that report another network. */
interface NetworkGlobals extends Partial<EventTarget> {
  readonly navigator?: { readonly connection?: EventTarget };
}

/** Calls `onChange` when the device gets a network, or another one, until aborted. `navigator.connection` is Chromium's. */
export function watchNetwork(onChange: () => void, signal: AbortSignal, page = globalThis as NetworkGlobals): void {
  page.addEventListener?.("online", onChange, { signal });
  page.navigator?.connection?.addEventListener("change", onChange, { signal });
}
