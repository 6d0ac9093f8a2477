import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const demo = import.meta.dirname;

/** What each file of the demo imports from the demo, types too. */
function readImports(): ReadonlyMap<string, readonly string[]> {
  const names = readdirSync(demo, { recursive: true, encoding: "utf8" });
  const files = names
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => join(demo, name));
  return new Map(
    files.map((file) => {
      const imported = [...readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, path = ""]) => path);
      const found = imported.map((path) =>
        [".ts", ".tsx"].map((ending) => join(dirname(file), path) + ending).find(existsSync),
      );
      return [file, found.filter((path) => path !== undefined)];
    }),
  );
}

test("no two files of the demo import each other, directly or by way of others", () => {
  const imports = readImports();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, [...path, file].join(" -> ")).not.toContain(file);
    if (done.has(file)) return;
    for (const imported of imports.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  // It has looked: each panel imports something.
  expect([...imports.values()].filter((all) => all.length > 0).length).toBeGreaterThan(40);
});
