import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const repo = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/**
 * Where a Java module was built, for instance "server". ./test copies what it tests, because Maven may write its folders
 * anew while tests of the running server use them.
 */
export function builtModule(module: string): string {
  const copies = process.env["E2E_BUILD"];
  return copies ? join(copies, module) : join(repo, module, "target");
}

/** What scripts/install-test-tools made. */
export const toolsBin = join(repo, ".tools", "bin");

/** Where the processes of a run leave their output; ./test names a folder per part. */
export function logFolder(): string {
  const folder = process.env["E2E_LOGS"] ?? join(repo, ".tools", "logs");
  mkdirSync(folder, { recursive: true });
  return folder;
}
