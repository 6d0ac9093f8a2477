import { readFileSync } from "node:fs";
import { beforeEach, inject, onTestFailed } from "vitest";

// Shows what the shared processes printed during a test that failed.
beforeEach(() => {
  const logs = [...inject("plain").logs, ...inject("tight").logs];
  const before = logs.map((log) => readFileSync(log).length);
  onTestFailed(() => {
    logs.forEach((log, i) => {
      const printed = readFileSync(log).subarray(before[i]).toString("utf8").split("\n").slice(-40).join("\n");
      process.stderr.write(`${log} during this test:\n${printed || "nothing"}\n`);
    });
  });
});
