import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type {
  ConversationFound,
  MessageFound,
  MessageSearchRequest,
  MessagesFound,
  PersonFound,
} from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { personRows } from './rows';
import { Search } from './search.svelte';

const conversation = (id: number): ConversationFound => ({
  id,
  place: 'new',
  channel: 'email',
  source_id: 1,
  subject: '',
  snippet: 'hello',
  last_activity_at: 0,
});
const person = (
  id: number,
  conversations = [conversation(id * 10)],
  count = conversations.length,
): PersonFound => ({
  contact_id: id,
  name: `Ana ${id}`,
  field: 'name',
  shown: [{ text: `Ana ${id}`, hit: true }],
  conversations,
  conversation_count: count,
});
const message = (id: number): MessageFound => ({
  id,
  conversation_id: 1,
  client: 'Ana',
  place: 'new',
  channel: 'email',
  direction: 'in',
  at: 0,
  subject: [],
  excerpt: [],
  files: [],
});
const found = (messages: MessageFound[], next: number | null = null): MessagesFound => ({
  messages,
  next,
  looked_back_to: next === null ? null : 5,
  troubles: [],
  suggestions: [],
  indexing: null,
});

let host: FakeHost;
let stop: () => void;
let search: Search;
let open = $state(true);

beforeEach(() => {
  localStorage.clear();
  open = true;
  host = new FakeHost({
    people_search: () => ({ people: [person(1), person(2)], more: true }),
    message_search: () => found([message(3)]),
  });
  useHost(host);
  stop = $effect.root(() => {
    search = new Search(() => open);
  });
  flushSync();
});
afterEach(() => stop());

const type = async (text: string) => {
  search.text = text;
  flushSync();
  await vi.waitFor(() => expect(search.state).toBe('ready'));
  flushSync();
};

it('asks both scopes at once and counts them', async () => {
  expect(search.state).toBe('empty');
  await type('ana');
  await vi.waitFor(() => expect(search.count('messages')).toBe('1'));
  expect(search.count('people')).toBe('2+');
  expect(search.scope).toBe('people');
  expect(search.rows.map((row) => row.key)).toEqual(['c10', 'c20']);
});

it('asks nothing while it is closed or only spaces were typed', async () => {
  open = false;
  search.text = 'ana';
  flushSync();
  open = true;
  search.text = '  ';
  flushSync();
  await Promise.resolve();
  expect(host.asked).toEqual([]);
});

it('shows messages where nobody is called so, and where operators were typed, until somebody chooses', async () => {
  host.answer('people_search', () => ({ people: [], more: false }));
  await type('cake');
  await vi.waitFor(() => expect(search.scope).toBe('messages'));
  search.scope = 'people';
  expect(search.scope).toBe('people');

  host.answer('people_search', () => ({ people: [person(1)], more: false }));
  stop();
  stop = $effect.root(() => {
    search = new Search(() => open);
  });
  await type('ana tag:vip');
  expect(search.scope).toBe('messages');
});

it('goes on into the past until something is found', async () => {
  const pages: Record<string, MessagesFound> = {
    null: found([message(9)], 9),
    9: found([], 7),
    7: found([message(4)], null),
  };
  host.answer('message_search', (request: MessageSearchRequest) => pages[String(request.after)]);
  search.scope = 'messages';
  await type('cake');
  expect(search.goesOn).toBe(true);
  expect(search.count('messages')).toBe('1+');
  await search.more();
  expect(search.rows.map((row) => row.key)).toEqual(['m9', 'm4']);
  expect(search.goesOn).toBe(false);
});

it('drops what belongs to an older text', async () => {
  let late: (page: MessagesFound) => void = () => undefined;
  host.answer('message_search', (request: MessageSearchRequest) =>
    request.after === null ? found([message(9)], 9) : new Promise((resolve) => (late = resolve)),
  );
  search.scope = 'messages';
  await type('cake');
  const more = search.more();
  host.answer('message_search', () => found([message(5)]));
  search.text = 'cakes';
  flushSync();
  await vi.waitFor(() => expect(search.rows.map((row) => row.key)).toEqual(['m5']));
  late(found([message(1)]));
  await more;
  expect(search.rows.map((row) => row.key)).toEqual(['m5']);
});

it('looks only into one conversation', async () => {
  search.within = 7;
  await type('cake');
  expect(host.asked).toEqual([
    {
      command: 'message_search',
      request: { text: 'cake', order: 'newest', conversation_id: 7, after: null, limit: 50 },
    },
  ]);
  expect(search.scope).toBe('messages');
});

it('remembers what led somewhere, the latest first', () => {
  for (const text of ['ana', ' ben ', 'ana']) {
    search.text = text;
    search.remember();
  }
  expect(search.recent).toEqual(['ana', 'ben']);
  search.forget();
  expect(search.recent).toEqual([]);
});

it('makes a line of each conversation and tells what is beyond them', () => {
  const rows = personRows([person(1, [conversation(1), conversation(2)], 5)]);
  expect(rows.map((row) => row.kind === 'person' && [row.key, row.first, row.beyond])).toEqual([
    ['c1', true, 0],
    ['c2', false, 3],
  ]);
});
