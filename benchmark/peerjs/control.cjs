// Loaded before the PeerJS server (node --expose-gc --require): the line "gc" on standard input forces a garbage
// collection, and the end of standard input ends the process, so that a killed benchmark leaves no server behind.
const lines = require("node:readline").createInterface({ input: process.stdin });

lines.on("line", (line) => {
  if (line === "gc") {
    globalThis.gc();
    console.log("collected");
  }
});
lines.on("close", () => process.exit(0));
