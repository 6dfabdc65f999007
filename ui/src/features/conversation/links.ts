/** A part of a text; `href` where it is an address that can be opened. */
export interface TextPart {
  text: string;
  href?: string;
}

const ADDRESS = /(https?:\/\/[^\s<>"']+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/giu;
/** Marks that end a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}»”']+$/u;

/** Splits a text into plain parts, web addresses and mail addresses. Nothing is left out. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: address, href: match[1] ? address : `mailto:${address}` });
    from = match.index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}
