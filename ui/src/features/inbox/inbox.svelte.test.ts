import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChatRow, ChatsPageRequest } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeRow, fakeWorkspace } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import type { Folder } from '$/lib/router.svelte';
import { feed, workspace } from '$/sync';
import { Inbox, isUnread } from './inbox.svelte';

let host: FakeHost;
let stop: () => void;
let inbox: Inbox;
let folder = $state<Folder>('accepted');
const done = () => ({ operation: 1 });
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);
const row = (index: number): ChatRow => {
  const found = inbox.row(index);
  if (!found) throw new Error(`no row ${index}`);
  return found;
};

beforeEach(async () => {
  folder = 'accepted';
  host = new FakeHost({
    workspace_get: () => fakeWorkspace(),
    chats_page: (page: ChatsPageRequest) => ({
      total: 1000,
      offset: page.offset,
      rows: Array.from({ length: page.limit }, (_, i) =>
        fakeRow({ id: page.offset + i + 1, folder: page.place as Folder, unread: 2 }),
      ),
    }),
    conversation_stage_set: done,
    conversation_accept: done,
    conversation_archive: done,
    conversation_read: done,
    conversation_unread: done,
    deal_price_set: done,
  });
  useHost(host);
  await feed.start();
  workspace.start();
  stop = $effect.root(() => {
    inbox = new Inbox(() => ({ key: folder, place: folder, filter: null }));
  });
  flushSync();
  await vi.waitFor(() => expect(inbox.state).toBe('ready'));
  await vi.waitFor(() => expect(workspace.data).toBeDefined());
});
afterEach(() => {
  stop();
  workspace.stop();
  feed.stop();
});

/** UC-2..4 */
it('asks for another folder when that is opened', async () => {
  folder = 'archive';
  flushSync();
  await vi.waitFor(() => expect(inbox.row(0)?.folder).toBe('archive'));
});

/** UC-10 */
it('sorts in the core, from the top', async () => {
  inbox.sortBy('response');
  flushSync();
  await vi.waitFor(() =>
    expect(asked('chats_page').at(-1)).toMatchObject({
      sort: { column: 'response', descending: true },
      offset: 0,
    }),
  );
});

/** UC-12 */
it('shows a new stage before the core has answered', async () => {
  let answer: (value: unknown) => void = () => {};
  host.answer('conversation_stage_set', () => new Promise((resolve) => (answer = resolve)));
  const moving = inbox.moveTo(row(0), 4);
  expect(row(0).stage_id).toBe(4);
  answer(done());
  await moving;
  expect(asked('conversation_stage_set')).toEqual([{ conversation_id: 1, stage_id: 4 }]);
});

it('takes the new stage back when the core refuses', async () => {
  host.answer('conversation_stage_set', () => {
    throw { code: 'conflict', params: {}, detail: '' };
  });
  await inbox.moveTo(row(0), 4);
  expect(row(0).stage_id).toBe(3);
});

/** UC-20 */
it('accepts a New conversation by choosing an active stage, and archives it by an archived one', async () => {
  folder = 'new';
  flushSync();
  await vi.waitFor(() => expect(inbox.row(0)?.folder).toBe('new'));
  await inbox.moveTo(row(0), 2);
  expect(asked('conversation_accept')).toMatchObject([{ conversation_id: 1, stage_id: 2 }]);
  await inbox.moveTo(row(1), 7);
  expect(asked('conversation_archive')).toMatchObject([{ conversation_id: 2, stage_id: 7 }]);
});

it('archives a New conversation at once, but asks how one in work ended', async () => {
  await inbox.archive(row(0));
  expect(asked('conversation_archive')).toEqual([]);
  expect(inbox.choosingStage).toBe(1);
});

/** UC-24 */
it('marks read and unread in turn', async () => {
  await inbox.toggleUnread(row(0));
  expect(isUnread(row(0))).toBe(false);
  expect(asked('conversation_read')).toEqual([{ conversation_id: 1, until_message_id: null }]);
  await inbox.toggleUnread(row(0));
  expect(asked('conversation_unread')).toEqual([{ conversation_id: 1 }]);
});

/** UC-14 */
it('sets the price of the deal', async () => {
  await inbox.setPrice(row(0), { amount_minor: 100, currency: 'EUR' });
  expect(asked('deal_price_set')).toEqual([{ deal_id: 1, price: { amount_minor: 100, currency: 'EUR' } }]);
});
