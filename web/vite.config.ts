import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

// The demo: `npm run dev` for working on it, `npm run build` for what the server's web port serves.
export default defineConfig({
  root: "demo",
  base: "./",
  plugins: [preact()],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: true,
    rolldownOptions: { input: ["demo/index.html", "demo/smallest.html"] },
  },
});
