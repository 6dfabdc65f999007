import type { TextPiece } from '$/ipc/bindings';
import { fold } from '$/lib/fold';
import { plainText, type ManualPage } from './manual';

/** A place of the manual that says what was asked for. */
export interface Found {
  page: string;
  /** The heading within the page; empty: the page itself. */
  slug: string;
  title: string;
  /** The heading under which it stands, with what was found marked; nothing for the page itself. */
  heading: readonly TextPiece[];
  /** Some words around the first hit. */
  snippet: readonly TextPiece[];
}

/** A section as the search reads it. */
export interface Indexed {
  page: string;
  slug: string;
  title: string;
  heading: string;
  text: string;
}

/** Characters of a snippet before and after the first hit. */
const BEFORE = 30;
const AFTER = 90;
/** The shortest beginning of a word that is worth a suggestion. */
const SHORTEST = 3;

export function indexManual(pages: readonly ManualPage[]): readonly Indexed[] {
  return pages.flatMap((page) =>
    page.sections.map(({ slug, heading, tokens }) => ({
      page: page.name,
      slug,
      title: page.title,
      heading,
      text: plainText(tokens),
    })),
  );
}

/** Places that hold every word of the question, the telling ones first: titles, then headings, then text. */
export function find(index: readonly Indexed[], question: string): readonly Found[] {
  const words = wordsOf(question);
  if (words.length === 0) return [];
  return index
    .flatMap((section) => {
      const heading = fold(section.heading);
      const title = fold(section.title);
      const text = fold(section.text);
      let weight = 0;
      for (const word of words) {
        if (heading.includes(word)) weight += section.slug === '' ? 3 : 2;
        else if (text.includes(word)) weight += 1;
        else if (!title.includes(word)) return [];
      }
      return weight === 0 ? [] : [{ section, weight }];
    })
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ section }) => ({
      page: section.page,
      slug: section.slug,
      title: section.title,
      heading: section.slug === '' ? [] : mark(section.heading, words),
      snippet: snippet(section.text, words),
    }));
}

/** A word of the manual with a word of the question in it, or its beginning, where the whole question finds nothing. */
export function suggest(index: readonly Indexed[], question: string): string | undefined {
  for (const word of wordsOf(question).toSorted((a, b) => b.length - a.length))
    for (let length = word.length; length >= SHORTEST; length--) {
      const beginning = word.slice(0, length);
      const hit = index.find(({ heading, text }) => fold(`${heading} ${text}`).includes(beginning));
      if (hit) return wordWith(`${hit.heading} ${hit.text}`, beginning);
    }
  return undefined;
}

/** The first word of the text that holds this, as it is written there. */
function wordWith(text: string, part: string): string {
  return text.split(/[^\p{L}\p{N}]+/u).find((word) => fold(word).includes(part)) ?? part;
}

function wordsOf(question: string): string[] {
  return fold(question).split(/\s+/).filter(Boolean);
}

/** The text in pieces, those that a word meets marked. */
function mark(text: string, words: readonly string[]): TextPiece[] {
  const { folded, from } = foldedWithPlaces(text);
  const hits: boolean[] = [];
  for (const word of words)
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      for (let i = at; i < at + word.length; i++) hits[from[i] ?? 0] = true;
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const letter of text) {
    const hit = hits[at] ?? false;
    const last = pieces.at(-1);
    if (last?.hit === hit) last.text += letter;
    else pieces.push({ text: letter, hit });
    at += letter.length;
  }
  return pieces;
}

function snippet(text: string, words: readonly string[]): TextPiece[] {
  const { folded, from } = foldedWithPlaces(text);
  const hits = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
  const hit = from[Math.min(...hits)] ?? 0;
  // Whole words: from behind a space to before one.
  const start = hit <= BEFORE ? 0 : text.indexOf(' ', hit - BEFORE) + 1;
  const far = hit + AFTER;
  const space = text.lastIndexOf(' ', far);
  const end = far >= text.length ? text.length : Math.max(space, hit);
  const pieces = mark(text.slice(start, end), words);
  if (start > 0) pieces.unshift({ text: '… ', hit: false });
  if (end < text.length) pieces.push({ text: ' …', hit: false });
  return pieces;
}

/** The folded text, and for each of its characters where it comes from. */
function foldedWithPlaces(text: string): { folded: string; from: number[] } {
  let folded = '';
  const from: number[] = [];
  let at = 0;
  for (const letter of text) {
    const piece = fold(letter);
    folded += piece;
    for (let i = 0; i < piece.length; i++) from.push(at);
    at += letter.length;
  }
  return { folded, from };
}
