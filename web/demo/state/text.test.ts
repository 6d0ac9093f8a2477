import { expect, test } from "vitest";

import { isolate, lettersOf, shorten, tidyLine } from "./text";

test("a line has no marks that turn its neighbours round, and no breaks", () => {
  expect(tidyLine("  Eve\u202e\u2066\nevil\u2069\t ")).toBe("Eve evil");
  expect(tidyLine("\u200b\u202e")).toBe("");
});

test("letters that belong together by an invisible joiner stay together", () => {
  expect(["👩‍👩‍👧", "می‌خواهم"].map(tidyLine)).toEqual(["👩‍👩‍👧", "می‌خواهم"]);
});

test("what is read from right to left is isolated, and cannot end its isolation", () => {
  expect(isolate("Ana")).toBe("Ana");
  expect(isolate("שלום")).toBe("\u2068שלום\u2069");
  expect(isolate("\u2069\u202eשלום")).toBe("\u2068שלום\u2069");
});

test("letters are counted as people see them", () => {
  expect(lettersOf("e\u0301👩‍👩‍👧")).toEqual(["e\u0301", "👩‍👩‍👧"]);
  expect(shorten("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2)).toBe("👩‍👩‍👧…");
  expect(shorten("Ana", 3)).toBe("Ana");
});
