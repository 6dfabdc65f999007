// The manual says what is true: its links lead somewhere, its keys belong to commands, its names stand in the window.

import type { Token, Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { LABELS } from '../features/help/labels';
import { plainText, type ManualPage } from '../features/help/manual';
import { loadManual, PAGES, REPORT } from '../features/help/pages';
import { commands } from '../lib/commands.svelte';
import { locales } from '../lib/locale';
import { href, parse } from '../lib/router.svelte';
import { BOARD_COMMANDS } from './board-commands';
import { CHAT_COMMANDS } from './chat-commands';
import settingsForm from '../features/settings/SettingsForm.svelte?raw';
import settingsView from './SettingsView.svelte?raw';
import { shellCommands } from './shell-commands';

const nothing = () => undefined;
commands.declare(
  ...CHAT_COMMANDS,
  ...BOARD_COMMANDS,
  ...shellCommands({
    openPalette: nothing,
    openShortcuts: nothing,
    writeFirst: nothing,
    openSearch: nothing,
    hasConversation: () => false,
  }),
);

/** What Prose.svelte can draw. */
const DRAWN = ['paragraph', 'list', 'table', 'space', 'text', 'codespan', 'strong', 'em', 'link'];
const settings = [
  ...[...settingsView.matchAll(/section: '(\w+)'/g)].map(([, name]) => name),
  ...[...settingsForm.matchAll(/render part\('(\w+)'/g)].map(([, name]) => name),
];

function* everyToken(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    if (token.type === 'list')
      for (const item of (token as Tokens.List).items) yield* everyToken(item.tokens);
    else if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table;
      for (const cell of [header, ...rows].flat()) yield* everyToken(cell.tokens);
    } else yield* everyToken((token as Tokens.Generic).tokens ?? []);
  }
}
const tokensOf = (pages: readonly ManualPage[]) => [
  ...everyToken(pages.flatMap((page) => page.sections.flatMap(({ tokens }) => tokens))),
];
const quotedIn = (tokens: readonly Token[], sort: string) =>
  tokens
    .filter((token) => token.type === 'codespan')
    .map((token) => (token as Tokens.Codespan).text)
    .filter((text) => text.startsWith(`${sort}:`))
    .map((text) => text.slice(sort.length + 1));

const manuals = await Promise.all(locales.map(async (locale) => [locale, await loadManual(locale)] as const));

describe.each(manuals)('the manual in %s (UP-18)', (_, pages) => {
  const tokens = tokensOf(pages);

  test('has every page, each with a title and something to say', () => {
    expect(pages.map((page) => page.name)).toEqual(PAGES);
    for (const page of pages) {
      expect(page.sections[0]?.slug, page.name).toBe('');
      for (const { heading, tokens } of page.sections)
        expect(plainText(tokens).length, `${page.name}: ${heading}`).toBeGreaterThan(20);
    }
  });

  test('calls no two pages, and no two sections of a page, the same', () => {
    const titles = pages.map((page) => page.title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { name, sections } of pages) {
      const slugs = sections.map(({ slug }) => slug);
      expect(new Set(slugs).size, name).toBe(slugs.length);
    }
  });

  test('leads only to places that are there', () => {
    const links = tokens.filter((token) => token.type === 'link').map((token) => (token as Tokens.Link).href);
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) {
      const route = parse(link);
      expect(decodeURI(href(route)), 'the address is understood as it is written').toBe(link);
      if (route.view === 'settings') expect(settings).toContain(route.section);
      if (route.view !== 'help' || route.page === REPORT) continue;
      const page = pages.find(({ name }) => name === route.page);
      expect(page, link).toBeDefined();
      expect(
        page?.sections.map(({ slug }) => slug),
        link,
      ).toContain(route.heading ?? '');
    }
  });

  test('names only keys of commands that have one', () => {
    for (const id of quotedIn(tokens, 'key')) expect(commands.key(id), id).toBeDefined();
  });

  test('calls things as the window calls them', () => {
    for (const name of quotedIn(tokens, 'ui')) expect(Object.keys(LABELS)).toContain(name);
  });

  test('is written in what can be drawn', () => {
    expect(tokens.map(({ type }) => type).filter((type) => !DRAWN.includes(type))).toEqual([]);
  });
});

test('names nothing that the manual does not use', () => {
  const used = new Set(manuals.flatMap(([, pages]) => quotedIn(tokensOf(pages), 'ui')));
  expect(Object.keys(LABELS).filter((name) => !used.has(name))).toEqual([]);
});

test('says as much in one language as in the others', () => {
  const shape = (pages: readonly ManualPage[]) =>
    pages.map(({ name, sections }) => `${name}: ${sections.length} sections`);
  const [, ...others] = manuals;
  for (const [locale, pages] of others) expect(shape(pages), locale).toEqual(shape(manuals[0]?.[1] ?? []));
});
