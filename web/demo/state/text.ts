// Text that others wrote, made safe to stand beside our own: names, room names, messages.

/** Turn the direction of what follows, and may stay open beyond their own text (Unicode Bidirectional Algorithm, 2). */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Neither seen nor joining letters: what copying from other pages leaves. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
/** Letters that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** One line without what is invisible or turns directions; spaces of any kind and number become one. */
export function tidyLine(text: string): string {
  return withoutDirectionMarks(text)
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/**
 * A name or message for a sentence of ours that is plain text: a label, a title, a picture. Where direction could leak, it
 * is wrapped in "first strong isolate" and "pop directional isolate". In HTML, `<bdi>` does the same.
 */
export function isolate(text: string): string {
  const plain = withoutDirectionMarks(text);
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

function withoutDirectionMarks(text: string): string {
  return text.replace(LONE_SURROGATE, "\ufffd").replace(DIRECTION_MARKS, "");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What people see as letters: a base with its accents, or a whole emoji, is one. */
export function lettersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** At most that many letters; what is cut is shown by "…". */
export function shorten(text: string, most: number): string {
  const letters = lettersOf(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
