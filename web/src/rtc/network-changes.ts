/** The parts of a browser that report network changes. */
interface NetworkGlobals extends Partial<EventTarget> {
  readonly navigator?: { readonly connection?: EventTarget };
}

/**
 * Calls `onChange` when the device gets a network or changes to another one, until aborted. `navigator.connection`
 * exists only in Chromium.
 */
export function watchNetwork(onChange: () => void, signal: AbortSignal, page = globalThis as NetworkGlobals): void {
  page.addEventListener?.("online", onChange, { signal });
  page.navigator?.connection?.addEventListener("change", onChange, { signal });
}
