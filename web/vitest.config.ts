import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "demo/**/*.test.ts"],
    environment: "node",
    // A test that only passes when it is the first, or the last, is wrong.
    sequence: { shuffle: true },
    restoreMocks: true,
    testTimeout: 20_000,
    // What is awaited comes at once on an idle machine; on a busy one it may take its time.
    expect: { poll: { timeout: 10_000, interval: 10 } },
  },
});
