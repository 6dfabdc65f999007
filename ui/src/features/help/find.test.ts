// Whoever looks for something in the manual finds it, however it is typed.

import { beforeAll, expect, test } from 'vitest';
import { find, indexManual, suggest, type Found, type Indexed } from './find';
import { parsePage } from './manual';

const text = (pieces: Found['snippet']) => pieces.map(({ text }) => text).join('');
const hits = (pieces: Found['snippet']) => pieces.filter(({ hit }) => hit).map(({ text }) => text);

let index: readonly Indexed[];
beforeAll(() => {
  index = indexManual([
    parsePage(
      'post',
      '# Postfach verbinden\n\nTippe die Adresse ein.\n\n## Größe der Dateien\n\nEin Anhang darf **groß** sein.\n',
    ),
    parsePage(
      'board',
      '# Board\n\nA card is a deal.\n\n## Move cards\n\nDrag a card, or press `press:m`. The mailbox is elsewhere. ' +
        `${'Many words follow here so that the text is cut. '.repeat(5)}At the end stands a cormorant.\n`,
    ),
  ]);
});

test('neither case nor accents matter, and what was found is marked as it is written', () => {
  const [first] = find(index, 'GROSSE dateien');
  expect(first).toMatchObject({ page: 'post', title: 'Postfach verbinden', slug: 'grosse-der-dateien' });
  expect(hits(first?.heading ?? [])).toEqual(['Größe', 'Dateien']);
});

test('a page whose title says it comes before a heading, and a heading before a text', () => {
  expect(find(index, 'card').map(({ slug }) => slug)).toEqual(['move-cards', '']);
  expect(find(index, 'board')[0]).toMatchObject({ page: 'board', slug: '', heading: [] });
});

test('every word has to be there, in the section or in the title of its page', () => {
  expect(find(index, 'board drag')).toHaveLength(1);
  expect(find(index, 'drag adresse')).toEqual([]);
  expect(find(index, '   ')).toEqual([]);
});

test('the snippet shows the words around what was found, without marks of Markdown', () => {
  const [found] = find(index, 'cormorant');
  const snippet = text(found?.snippet ?? []);
  expect(snippet).toMatch(/^… .*At the end stands a cormorant\.$/);
  expect(hits(found?.snippet ?? [])).toEqual(['cormorant']);
  expect(text(find(index, 'anhang')[0]?.snippet ?? [])).toBe('Ein Anhang darf groß sein.');
  expect(text(find(index, 'drag')[0]?.snippet ?? [])).toContain('press M');
});

test('where nothing is found, a word that is there is offered instead', () => {
  expect(find(index, 'mailboxes')).toEqual([]);
  expect(suggest(index, 'two mailboxes')).toBe('mailbox');
  expect(suggest(index, 'qqq zzz')).toBeUndefined();
});
