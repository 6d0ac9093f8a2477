// Web addresses in a message, so that they can be opened. Nothing else becomes a link.

export interface TextPart {
  readonly text: string;
  /** Absent: plain text. */
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?…*_~]+$/u;

/** The text in pieces; joined, they are the text again. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const written = withoutTrail(match[0]);
    const href = hrefOf(written);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: written, href });
    end = match.index + written.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Punctuation goes, and a closing bracket that was opened before the address. */
function withoutTrail(written: string): string {
  let rest = written;
  for (;;) {
    const shorter = withoutBracket(rest.replace(TRAILING, ""));
    if (shorter === rest) return rest;
    rest = shorter;
  }
}

function withoutBracket(text: string): string {
  for (const [open, close] of ["()", "[]", "{}"].map((pair) => [...pair] as [string, string])) {
    if (text.endsWith(close) && text.split(close).length > text.split(open).length) return text.slice(0, -1);
  }
  return text;
}

/** Only whole http and https addresses. With a user name an address shows another host than it leads to. */
function hrefOf(written: string): string | null {
  try {
    const { protocol, username, password, href } = new URL(written);
    return (protocol === "http:" || protocol === "https:") && !username && !password ? href : null;
  } catch {
    return null;
  }
}
