import { defineConfig } from "vitest/config";

// Tests of what depends on the way to the server. They run twice, through the server's own web port and through Envoy; all
// others run once, through the web port.
const DEPEND_ON_THE_DOOR = ["call", "calls-survive", "faults", "trouble"].map((name) => `e2e/browser/${name}.test.ts`);

const common = { environment: "node", testTimeout: 60_000, hookTimeout: 60_000 } as const;

// Real Chromium against a running server: `npm run e2e`. What has to run first: see browser.ts.
export default defineConfig({
  test: {
    // Each file starts a browser of its own, and two that encode video at once would starve each other.
    fileParallelism: false,
    projects: [
      { test: { ...common, name: "web-port", include: ["e2e/browser/**/*.test.ts"] } },
      {
        test: {
          ...common,
          name: "envoy",
          include: DEPEND_ON_THE_DOOR,
          env: { BECKON_E2E_SERVER_URL: process.env["E2E_ENVOY_URL"] ?? "" },
        },
      },
    ],
  },
});
