// Compares all third-party dependencies with scripts/dependencies.txt, the list of versions that were reviewed for
// known vulnerabilities: those of the server and the Java client at run time and in tests (their class paths, from
// target/all-classpath), versions in pom.xml, the npm lock file, the test tools. Needs no network. Fails for a
// dependency that is not in the list, has another version, is no longer in use, or has a vulnerability named in the
// list. CONTRIBUTING.md describes the review; `--reviewed` then rewrites the list.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const listFile = join(root, "scripts", "dependencies.txt");
const read = (path) => readFileSync(join(root, path), "utf8");

/** The jars of a class path in a Maven repository: .../ARTIFACT/VERSION/ARTIFACT-VERSION.jar */
function jars(classpathFile) {
  return read(classpathFile)
    .trim()
    .split(delimiter)
    .filter((jar) => jar.endsWith(".jar") && !jar.startsWith(root))
    .map((jar) => ["maven", basename(dirname(dirname(jar))), basename(dirname(jar))]);
}

function pomProperties() {
  return [...read("pom.xml").matchAll(/<([\w.]+)\.version>([^<]+)</g)].map(([, name, version]) => ["pom", name, version]);
}

function npmPackages() {
  const { packages } = JSON.parse(read("web/package-lock.json"));
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version }]) => ["npm", path.replace(/^.*node_modules\//, ""), version]);
}

function tools() {
  const lines = read("scripts/versions.env").matchAll(/^(\w+)_VERSION=([^\s#]+)/gm);
  return [...lines].map(([, name, version]) => ["tool", name, version]);
}

function isBelow(version, limit) {
  const [some, others] = [version, limit].map((text) => (text.match(/\d+/g) ?? []).map(Number));
  for (let i = 0; i < others.length; i++) {
    if ((some[i] ?? 0) !== others[i]) return (some[i] ?? 0) < others[i];
  }
  return false;
}

/** Lines "KIND NAME VERSION DATE", and "hole KIND NAME <VERSION why" or "hole KIND NAME =VERSION why". */
function readList() {
  const reviewed = new Map();
  const holes = [];
  const comments = [];
  for (const line of readFileSync(listFile, "utf8").split("\n")) {
    const words = line.split(" ");
    if (line.startsWith("#") || line.startsWith("hole ")) comments.push(line);
    if (line.startsWith("hole ")) {
      holes.push({ key: `${words[1]} ${words[2]}`, is: words[3][0], version: words[3].slice(1), why: words.slice(4).join(" ") });
    } else if (line !== "" && !line.startsWith("#")) {
      reviewed.set(words.slice(0, 3).join(" "), words[3]);
    }
  }
  return { reviewed, holes, comments };
}

const found = [
  ...["server", "client-java"].flatMap((module) => jars(`${module}/target/all-classpath`)),
  ...pomProperties(),
  ...npmPackages(),
  ...tools(),
];
const current = [...new Set(found.map((words) => words.join(" ")))].sort();
const { reviewed, holes, comments } = readList();

const bad = found.flatMap(([kind, name, version]) =>
  holes
    .filter(({ key, is, version: limit }) => key === `${kind} ${name}` && (is === "<" ? isBelow(version, limit) : version === limit))
    .map(({ is, version: limit, why }) => `${kind} ${name} ${version} has a known hole, as all ${is}${limit}: ${why}`),
);

if (process.argv.includes("--reviewed")) {
  const today = new Date().toISOString().slice(0, 10);
  const lines = current.map((line) => `${line} ${reviewed.get(line) ?? today}`);
  writeFileSync(listFile, `${[...comments, "", ...lines].join("\n")}\n`);
}

const problems = [...new Set(bad)];
if (!process.argv.includes("--reviewed")) {
  const inUse = new Set(current);
  problems.push(...current.filter((line) => !reviewed.has(line)).map((line) => `${line}: not reviewed yet`));
  problems.push(...[...reviewed.keys()].filter((line) => !inUse.has(line)).map((line) => `${line}: reviewed, but not in use`));
}
if (problems.length > 0) {
  console.error(`${problems.join("\n")}\nSee "Dependencies" in CONTRIBUTING.md; the list is scripts/dependencies.txt.`);
  process.exitCode = 1;
} else {
  console.log(`${current.length} dependencies are reviewed, and none has a known vulnerability`);
}
