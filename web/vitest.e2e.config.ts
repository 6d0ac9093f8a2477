import { defineConfig } from "vitest/config";

// Real Chromium against a running server: `npm run e2e`. What has to run first: see browser.ts.
export default defineConfig({
  test: {
    include: ["e2e/browser/**/*.test.ts"],
    environment: "node",
    // Each file starts a browser of its own, and two that encode video at once would starve each other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
