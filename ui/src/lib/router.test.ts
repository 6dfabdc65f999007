import { expect, test } from 'vitest';
import { href, parse, type Route } from './router.svelte';

const routes: Route[] = [
  { view: 'chats', folder: 'accepted', conversation: 123 },
  { view: 'chats', folder: 'archive', conversation: 123, message: 4567 },
  { view: 'chats', folder: 'new', conversation: undefined },
  { view: 'chats', folder: 'archive', conversation: 7, message: 99 },
  { view: 'pipeline', pipeline: 2, conversation: 5, edit: false },
  { view: 'pipeline', pipeline: undefined, conversation: 5, edit: false },
  { view: 'pipeline', pipeline: undefined, conversation: undefined, edit: true },
  { view: 'pipeline', pipeline: 2, deal: 7, edit: false },
  { view: 'triggers', trigger: 'new' },
  { view: 'triggers', trigger: 5 },
  { view: 'sources', source: undefined },
  { view: 'settings', section: 'look' },
  { view: 'help', page: 'chats', heading: 'the-table' },
  { view: 'tasks' },
  { view: 'tags' },
];

test.each(routes)('an address leads back to its place: %o', (route) => {
  expect(parse(href(route))).toEqual(route);
});

test('any other address leads to the new chats', () => {
  for (const hash of ['', '#', '#/nowhere', '#/chats', '#/chats/spam/abc']) {
    expect(parse(hash)).toEqual(
      hash.startsWith('#/chats')
        ? { view: 'chats', folder: 'new', conversation: undefined }
        : { view: 'chats', folder: 'new' },
    );
  }
});
