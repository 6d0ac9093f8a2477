// Keeps examples in the documentation up to date: a block between `<!-- quote: FILE -->` and `<!-- /quote -->` in a
// Markdown page is the part of FILE between its lines `README: begin` and `README: end`, which tests compile and run.
// `node scripts/quote.mjs` updates the pages; with `--check` it fails if a page is not up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = ["README.md", "web/README.md"];
const languages = { ".java": "java", ".ts": "ts", ".xml": "xml" };

function quoted(file) {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const begin = lines.findIndex((line) => line.includes("README: begin"));
  const end = lines.findIndex((line) => line.includes("README: end"));
  if (begin < 0 || end < begin) {
    throw new Error(`${file}: lines "README: begin" and "README: end" are expected around the part that ${pages} quote`);
  }
  const part = lines.slice(begin + 1, end);
  const indent = Math.min(...part.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  const text = part.map((line) => line.slice(indent)).join("\n");
  return `\n\`\`\`${languages[extname(file)] ?? ""}\n${text}\n\`\`\`\n`;
}

let stale = 0;
for (const page of pages) {
  const path = join(root, page);
  const before = readFileSync(path, "utf8");
  const after = before.replace(
    /(<!-- quote: (\S+) -->)[\s\S]*?(<!-- \/quote -->)/g,
    (_, open, file, close) => open + quoted(file) + close,
  );
  if (after === before) continue;
  stale++;
  if (process.argv.includes("--check")) {
    console.error(`${page} has an outdated quote. Run: node scripts/quote.mjs`);
  } else {
    writeFileSync(path, after);
  }
}
process.exitCode = process.argv.includes("--check") && stale > 0 ? 1 : 0;
