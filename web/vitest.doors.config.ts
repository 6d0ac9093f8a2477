import { defineConfig } from "vitest/config";

// Tests of the real server without a browser. ./test says what they need, provides it and runs them; one project alone:
//   npx vitest run --config vitest.doors.config.ts --project doors
export default defineConfig({
  test: {
    // Most tests wait most of the time.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "doors",
          include: ["e2e/doors/*.test.ts"],
          globalSetup: "e2e/support/shared-stacks.ts",
          setupFiles: "e2e/support/logs-of-failures.ts",
          sequence: { shuffle: true },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "silence",
          include: ["e2e/doors/silence/*.test.ts"],
          testTimeout: 8 * 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "walkthrough",
          include: ["e2e/doors/walkthrough/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
