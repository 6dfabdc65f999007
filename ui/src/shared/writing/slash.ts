/** A `/` at the start of a word, with what was typed behind it. */
export interface Slash {
  /** Where the `/` stands. */
  from: number;
  /** The caret. */
  to: number;
  /** What is searched. */
  question: string;
}

/** Longest search behind a `/`: whoever writes more writes a sentence. */
const LONGEST = 40;

/** What the caret stands behind, if it is a `/` that asks for a template. */
export function slashAt(text: string, caret: number): Slash | undefined {
  const match = /(?:^|\s)\/([^\n/]*)$/.exec(text.slice(0, caret));
  const question = match?.[1];
  if (question === undefined || question.length > LONGEST || question.startsWith(' ')) return undefined;
  return { from: caret - question.length - 1, to: caret, question };
}

/** Something between double braces that nobody filled in. */
export interface Gap {
  from: number;
  to: number;
  name: string;
}

/** Every `{{…}}` that still stands in a text. */
export function gapsIn(text: string): Gap[] {
  return [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map((found) => ({
    from: found.index,
    to: found.index + found[0].length,
    name: (found[1] ?? '').split('|')[0]?.trim() ?? '',
  }));
}
