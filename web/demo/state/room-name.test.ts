import * as fc from "fast-check";
import { expect, test } from "vitest";

import { roomIdOf, roomNameIn } from "./room-name";
import { tidyLine } from "./text";

/** Printable ASCII without spaces, 1-128 bytes, not beginning with `$` (beckon.v1, JoinRoom). */
const ID = /^(?!\$)[!-~]{1,128}$/;

/** Letters, accents as marks of their own, spaces of many kinds, escapes, emoji and right-to-left words, at any length. */
const anyName = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.constantFrom(
        " ",
        "\u00a0",
        "\u3000",
        "e\u0301",
        "%20",
        "%~",
        "$",
        "K",
        "日本語",
        "שלום",
        "\u202e",
        "👩‍👩‍👧",
        "İ",
        "ß",
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""))
  .filter((name) => tidyLine(name) !== "");

test.each(["lobby", "Room-1", "amber-calm-bay", "e2e-1a2b", "a+b", "100%", "~", "x".repeat(128)])(
  "a name that is a room id stays what it is: %s",
  (name) => {
    expect(roomIdOf(name)).toBe(name);
  },
);

test.each([
  ["my room", "my%20room"],
  ["café", "caf%C3%A9"],
  ["$admin", "%24admin"],
  ["100%25", "100%2525"],
])("%s has the room id %s", (name, id) => {
  expect(roomIdOf(name)).toBe(id);
});

test.each([
  ["composed and decomposed letters", "caf\u00e9", "cafe\u0301"],
  ["capitals", "Café Münster", "café münster"],
  ["spaces around and between", "my room", "  my \u00a0 room\u3000"],
  ["marks that are not seen", "my room", "\u202emy\u200b room\ufeff"],
])("%s make no difference", (_, one, other) => {
  expect(roomIdOf(one)).toBe(roomIdOf(other));
});

test.each(["my room", "café", "日本語", "a+b", "50% off", "שלום", "a&b=c#d"])(
  "the address brings the name as it was written: %s",
  (name) => {
    const url = new URL("http://localhost/");
    url.searchParams.set("room", name);
    expect(roomNameIn(new URL(url.href).searchParams)).toBe(name);
  },
);

test("a space may be written as + or %20, and an accent as its escape or itself", () => {
  const names = ["?room=my+room+caf%C3%A9", "?room=my%20room%20café", "?room=my%20room%20cafe%CC%81%20"].map((query) =>
    roomNameIn(new URL(`http://localhost/${query}`).searchParams),
  );
  expect(names).toEqual(["my room café", "my room café", "my room café"]);
});

test("of several rooms the first that says anything counts, and none is none", () => {
  const nameIn = (query: string) => roomNameIn(new URLSearchParams(query));
  expect(["room=&room=+&room=a&room=b", "room=", "room=%E2%80%8B", ""].map(nameIn)).toEqual(["a", "", "", ""]);
});

test("every name has a valid id, which stays the same for the name as it is shown", () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(roomIdOf(name)).toMatch(ID);
      expect(roomIdOf(tidyLine(name))).toBe(roomIdOf(name));
    }),
    { numRuns: 2000 },
  );
});

test("names that differ in more than capitals have different ids", () => {
  const seen = new Map<string, string>();
  const essence = (name: string) => tidyLine(name).toLowerCase().normalize("NFC");
  fc.assert(
    fc.property(anyName, (name) => {
      const id = roomIdOf(name);
      const before = seen.get(id) ?? essence(name);
      seen.set(id, before);
      expect(essence(name)).toBe(before);
    }),
    { numRuns: 5000 },
  );
});

test("long names that differ only at their end are different rooms", () => {
  const ids = ["", "a", "b", "aa"].map((end) => roomIdOf("日本語".repeat(100) + end));
  expect(new Set([...ids, ...["x", "y"].map((end) => roomIdOf("z".repeat(128) + end))]).size).toBe(6);
});
