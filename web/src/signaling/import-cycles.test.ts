import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What each file of this folder imports from this folder, types too. */
function readImports(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(import.meta.dirname).filter((name) => /(?<!\.test)\.ts$/.test(name));
  return new Map(
    files.map((name) => {
      const text = readFileSync(`${import.meta.dirname}/${name}`, "utf8");
      return [name, [...text.matchAll(/from "\.\/(.+)\.js"/g)].map(([, imported]) => `${imported}.ts`)];
    }),
  );
}

it("no two files import each other, directly or by way of others", () => {
  const imports = readImports();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `${[...path, file].join(" -> ")}`).not.toContain(file);
    if (!done.has(file)) {
      for (const imported of imports.get(file) ?? []) {
        visit(imported, [...path, file]);
      }
      done.add(file);
    }
  };
  expect(imports.size).toBeGreaterThan(20);
  for (const file of imports.keys()) {
    visit(file, []);
  }
});
