// Makes text from others (names, room names, messages) safe to display next to our own.

/**
 * Characters that change the direction of the following text, possibly beyond their own (Unicode Bidirectional
 * Algorithm, 2).
 */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Invisible characters that do not join letters, as left by copying from other pages. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
/** Letters that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** One line without invisible characters and direction marks; white space becomes a single space. */
export function tidyLine(text: string): string {
  return withoutDirectionMarks(text)
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/**
 * A name or message for use in plain text: a label, a title, a diagram. If its direction could leak, it is wrapped in
 * "first strong isolate" and "pop directional isolate". In HTML, `<bdi>` does the same.
 */
export function isolate(text: string): string {
  const plain = withoutDirectionMarks(text);
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

function withoutDirectionMarks(text: string): string {
  return text.replace(LONE_SURROGATE, "\ufffd").replace(DIRECTION_MARKS, "");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Splits text into user-perceived characters: a base with its accents, or a whole emoji. */
export function lettersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** At most that many characters; a cut is marked by "…". */
export function shorten(text: string, most: number): string {
  const letters = lettersOf(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
