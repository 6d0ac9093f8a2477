import * as fc from "fast-check";
import { expect, test } from "vitest";

import { partsOf } from "./links";

const linksIn = (text: string) => partsOf(text).flatMap(({ text, href }) => (href ? [text] : []));

test.each([
  ["see https://beckon.dev/docs.", ["https://beckon.dev/docs"]],
  ["(http://a.test/b_(c)), and HTTPS://A.test!", ["http://a.test/b_(c)", "HTTPS://A.test"]],
  ["http://localhost:8080/?room=my+room&x=1#y\nnext", ["http://localhost:8080/?room=my+room&x=1#y"]],
  ["https://example.org/日本語", ["https://example.org/日本語"]],
])("addresses of the web are links, without what ends the sentence: %s", (text, links) => {
  expect(linksIn(text)).toEqual(links);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,hi",
  "ftp://a.test",
  "//a.test",
  "a.test",
  "https://",
  "https://bank.test@evil.test/",
  "file:///etc/passwd",
])("nothing else is: %s", (text) => {
  expect(linksIn(text)).toEqual([]);
});

test("a mark that turns directions is no part of an address", () => {
  expect(linksIn("https://a.test/\u202egpj.exe")).toEqual(["https://a.test/"]);
});

test("the parts are the text, and each link leads to http or https", () => {
  const anyText = fc
    .array(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("https://", "http://a.test", "javascript:", " ", ")", "@", "\n"),
      ),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(anyText, (text) => {
      const parts = partsOf(text);
      expect(parts.map((part) => part.text).join("")).toBe(text);
      for (const { href } of parts) if (href) expect(href).toMatch(/^https?:\/\/[^/]/);
    }),
    { numRuns: 2000 },
  );
});
