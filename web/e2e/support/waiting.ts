import { type FSWatcher, readFileSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** How long a test waits for what should come at once, on a machine that is busy. */
export const PATIENCE_MS = 10_000;

/** Rejects with `describe()` when the promise is not settled in time. */
export async function within<T>(promise: Promise<T>, timeoutMs: number, describe: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${timeoutMs} ms: ${describe()}`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves with the content of a file once there is one and `complete` is content with it. */
export async function fileContent(path: string, complete: (content: string) => boolean): Promise<string> {
  let watcher: FSWatcher | undefined;
  const read = () => {
    try {
      const content = readFileSync(path, "utf8");
      return complete(content) ? content : undefined;
    } catch {
      return undefined; // not there yet
    }
  };
  const written = new Promise<string>((resolve, reject) => {
    const look = () => {
      const content = read();
      if (content !== undefined) {
        resolve(content);
      }
    };
    watcher = watch(dirname(path), (_, name) => (name === null || name === basename(path) ? look() : undefined));
    watcher.on("error", reject);
    look();
  });
  try {
    return await within(written, 30_000, () => `${path} is complete`);
  } finally {
    watcher?.close();
  }
}

/** Asks again and again, for what sends no event when it happens; the last failure is part of the error. */
export async function eventually<T>(what: string, probe: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
