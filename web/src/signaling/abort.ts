import { SignalingError } from "./signaling-error.js";

/**
 * Calls `onAbort` when the signal is aborted, at once if it already is.
 *
 * @returns a function that stops watching.
 */
export function whenAborted(signal: AbortSignal | undefined, onAbort: (error: SignalingError) => void): () => void {
  if (signal === undefined) {
    return () => undefined;
  }
  const handle = () => onAbort(new SignalingError("ABORTED", { cause: signal.reason }));
  if (signal.aborted) {
    handle();
    return () => undefined;
  }
  signal.addEventListener("abort", handle, { once: true });
  return () => signal.removeEventListener("abort", handle);
}

/** A signal that is aborted with `parent` or after a timeout. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Returns whether it timed out. */
  readonly isOver: () => boolean;
  /** Must be called when the operation has ended, in whichever way. */
  readonly cleanUp: () => void;
}

export function createDeadline(timeoutMs: number, parent: AbortSignal): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, timeoutMs);
  const unwatch = whenAborted(parent, () => controller.abort());
  return {
    signal: controller.signal,
    isOver: () => isOver,
    cleanUp: () => {
      clearTimeout(timer);
      unwatch();
    },
  };
}
