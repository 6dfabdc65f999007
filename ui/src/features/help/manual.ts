import { marked, type Token, type Tokens } from 'marked';
import { commands } from '$/lib/commands.svelte';
import { fold } from '$/lib/fold';
import { shortcutText } from '$/lib/shortcut';
import { m } from '$/paraglide/messages';
import { isLabel, LABELS } from './labels';

/** A heading of a page with what stands under it, up to the next one. */
export interface ManualSection {
  /** Names the heading within its page; empty for what stands under the title. */
  slug: string;
  heading: string;
  tokens: readonly Token[];
}
export interface ManualPage {
  name: string;
  title: string;
  sections: readonly ManualSection[];
}

/** A page of Markdown: one title, then sections. */
export function parsePage(name: string, markdown: string): ManualPage {
  const sections: { slug: string; heading: string; tokens: Token[] }[] = [];
  for (const token of marked.lexer(markdown)) {
    if (token.type === 'heading') {
      const heading = plainText(token.tokens ?? []);
      sections.push({ slug: sections.length === 0 ? '' : slugOf(heading), heading, tokens: [] });
    } else sections.at(-1)?.tokens.push(token);
  }
  return { name, title: sections[0]?.heading ?? name, sections };
}

function slugOf(heading: string): string {
  return fold(heading)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** What stands between backticks in the manual: a name from the window, the key of a command, a fixed key, or code. */
export type Quoted =
  | { kind: 'label'; text: string }
  /** `shortcut` is missing where the member took the key away. */
  | { kind: 'key'; shortcut: string | undefined }
  | { kind: 'code'; text: string };

/** `ui:nav_chats` is what the window calls it in this language, `key:go.chats` the key that the member has for it now. */
export function readQuoted(text: string): Quoted {
  const [, sort, name = ''] = /^(ui|key|press):(.+)$/.exec(text) ?? [];
  if (sort === 'ui' && isLabel(name)) return { kind: 'label', text: LABELS[name]() };
  if (sort === 'key') return { kind: 'key', shortcut: commands.key(name) };
  if (sort === 'press') return { kind: 'key', shortcut: name };
  return { kind: 'code', text };
}

function quotedText(text: string): string {
  const quoted = readQuoted(text);
  if (quoted.kind !== 'key') return quoted.text;
  return quoted.shortcut === undefined ? m.keys_none() : shortcutText(quoted.shortcut);
}

/** What a person reads there, without marks: for the search. */
export function plainText(tokens: readonly Token[]): string {
  return tokens.map(plainToken).join('').replace(/\s+/g, ' ').trim();
}

function plainToken(token: Token): string {
  switch (token.type) {
    case 'codespan':
      return quotedText((token as Tokens.Codespan).text);
    case 'list':
      return (token as Tokens.List).items.map((item) => `${plainText(item.tokens)} `).join('');
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows]
        .flat()
        .map((cell) => `${plainText(cell.tokens)} `)
        .join('');
    }
    case 'space':
      return ' ';
    default: {
      const { tokens, text } = token as Tokens.Generic;
      // Words of one inline part touch the next; blocks stand apart.
      const inner = tokens ? tokens.map(plainToken).join('') : String(text ?? '');
      return token.type === 'paragraph' ? `${inner} ` : inner;
    }
  }
}
