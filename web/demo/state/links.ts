// Makes web addresses in a message clickable. Nothing else becomes a link.

export interface TextPart {
  readonly text: string;
  /** Absent: plain text. */
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
/** Characters that end a sentence rather than an address. */
const TRAILING = /[.,;:!?…*_~]+$/u;

/** Splits the text into parts, which joined are the text again. */
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

/** Removes punctuation, and a closing bracket that was opened before the address. */
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

/** Only complete http and https addresses. With a user name an address can look like that of another host. */
function hrefOf(written: string): string | null {
  try {
    const { protocol, username, password, href } = new URL(written);
    return (protocol === "http:" || protocol === "https:") && !username && !password ? href : null;
  } catch {
    return null;
  }
}
