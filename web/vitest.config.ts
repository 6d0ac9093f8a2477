import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "demo/**/*.test.ts"],
    environment: "node",
    // A test that only passes when it is the first, or the last, is wrong.
    sequence: { shuffle: true },
    restoreMocks: true,
    testTimeout: 10_000,
  },
});
