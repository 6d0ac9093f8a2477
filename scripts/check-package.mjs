// Packs the npm package as for publishing and checks it as a consumer: its files, the targets of its source maps, and
// whether a small strict program compiles against it. Needs web/lib (npm run build:lib) and web/node_modules.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, "web");
const folder = mkdtempSync(join(tmpdir(), "beckon-package-"));
const problems = [];

function expect(condition, problem) {
  if (!condition) problems.push(problem);
}

function pack() {
  const said = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: web,
    encoding: "utf8",
  });
  const [{ filename }] = JSON.parse(said);
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", folder]);
  const installed = join(folder, "node_modules", "@beckon");
  mkdirSync(installed, { recursive: true });
  execFileSync("mv", [join(folder, "package"), join(installed, "web")]);
  for (const scope of ["@connectrpc", "@bufbuild"]) {
    symlinkSync(join(web, "node_modules", scope), join(folder, "node_modules", scope));
  }
  return join(installed, "web");
}

function checkFiles(packed, files) {
  expect(
    existsSync(join(packed, "LICENSE")) &&
      readFileSync(join(packed, "LICENSE"), "utf8") === readFileSync(join(root, "LICENSE"), "utf8"),
    "LICENSE is missing or differs from that of the repository",
  );
  expect(existsSync(join(packed, "README.md")), "README.md is missing");
  for (const file of files.filter((name) => /\.test\.|\/testing\//.test(name))) problems.push(`${file}: a test`);
}

function checkMaps(packed, files) {
  const maps = files.filter((name) => name.endsWith(".map"));
  expect(maps.length > 0, "there are no source maps");
  for (const map of maps) {
    const path = join(packed, map);
    const { sources, sourceRoot = "" } = JSON.parse(readFileSync(path, "utf8"));
    for (const source of sources) {
      const target = resolve(dirname(path), sourceRoot, source);
      expect(target.startsWith(packed) && existsSync(target), `${map}: its source ${source} is not in the package`);
    }
  }
}

function checkManifest(packed) {
  const { dependencies, exports } = JSON.parse(readFileSync(join(packed, "package.json"), "utf8"));
  for (const [name, range] of Object.entries(dependencies)) {
    expect(range.startsWith("^"), `dependencies: ${name} ${range} (expected: ^, so that a page has one copy of it)`);
  }
  for (const [entry, targets] of Object.entries(exports)) {
    for (const target of Object.values(targets)) {
      expect(existsSync(join(packed, target)), `exports: ${entry} leads to ${target}, which is not in the package`);
    }
  }
}

function checkLockFile() {
  const { packages } = JSON.parse(readFileSync(join(web, "package-lock.json"), "utf8"));
  for (const [path, { resolved, version }] of Object.entries(packages)) {
    expect(resolved === undefined, `package-lock.json: ${path} has a registry address (expected: none)`);
    expect(path === "" || /^\d/.test(version), `package-lock.json: ${path} has no exact version`);
  }
}

const CONSUMER = `
import { type CallEvent, createCall } from "@beckon/web/rtc";
import { connectSignaling, SignalingError } from "@beckon/web/signaling";

const signaling = connectSignaling({ url: "https://calls.example.org", peerId: "alice", accessToken: () => "token" });
const call = createCall({ signaling, room: "lobby" });
call.on((event: CallEvent) => console.log(event.type));
await call.join().catch((thrown: unknown) => console.log(SignalingError.from(thrown).reason));
`;

function compile(moduleResolution, module) {
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "consumer.ts"), CONSUMER);
  const compilerOptions = {
    ...{ module, moduleResolution, target: "ES2022", lib: ["ES2023", "DOM", "DOM.Iterable"], types: [] },
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
  try {
    execFileSync(join(web, "node_modules", ".bin", "tsc"), ["-p", folder], { encoding: "utf8" });
  } catch (failed) {
    problems.push(`a program does not compile against it (moduleResolution ${moduleResolution}):\n${failed.stdout}`);
  }
}

try {
  const packed = pack();
  const files = readdirSync(packed, { recursive: true }).map(String);
  checkFiles(packed, files);
  checkMaps(packed, files);
  checkManifest(packed);
  checkLockFile();
  compile("bundler", "ESNext");
  compile("nodenext", "NodeNext");
  console.log(problems.length === 0 ? `the npm package is sound: ${files.length} files` : problems.join("\n"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems.length === 0 ? 0 : 1;
