import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChatsCountsRequest, SavedView } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeWorkspace } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { feed, workspace } from '$/sync';
import { SavedViews } from './saved-views.svelte';

const view = (id: number, part: Partial<SavedView> = {}): SavedView => ({
  id,
  name: `View ${id}`,
  shared: false,
  pinned: true,
  query: { place: null, filter: null, sort: { column: 'activity', descending: true }, columns: [] },
  ...part,
});
let host: FakeHost;
let views: SavedViews;
let saved: SavedView[];
let stop: () => void;
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);

beforeEach(async () => {
  saved = [view(1), view(2, { pinned: false }), view(3)];
  host = new FakeHost({
    workspace_get: () => fakeWorkspace(),
    saved_view_list: () => ({ views: saved }),
    chats_counts: ({ lists }: ChatsCountsRequest) => ({ totals: lists.map((_, i) => i) }),
    saved_view_save: () => ({ id: 4, operation: 1 }),
    saved_view_move: () => ({ operation: 1 }),
  });
  useHost(host);
  await feed.start();
  workspace.start();
  stop = $effect.root(() => {
    views = new SavedViews();
  });
  flushSync();
  await vi.waitFor(() => expect(views.isReady && workspace.data).toBeTruthy());
});
afterEach(() => {
  stop();
  workspace.stop();
  feed.stop();
});

it('pins what comes with the program, then what was saved and pinned, in order', () => {
  expect(views.pinned.map((list) => list.key)).toEqual([
    'mine',
    'unassigned',
    'waiting',
    'snoozed',
    'view-1',
    'view-3',
  ]);
});

it('counts all of them in one question, and a burst of changes once', async () => {
  await vi.waitFor(() => expect(views.counts.of('view-3')).toBe(5));
  const before = asked('chats_counts').length;
  for (const id of [1, 2, 3]) host.changed('conversation', id);
  await vi.waitFor(() => expect(asked('chats_counts').length).toBe(before + 1), { timeout: 3000 });
});

it('moves a view by its neighbours', async () => {
  await views.move(view(3), -1);
  await views.move(view(1), 1);
  await views.move(view(1), -1);
  expect(asked('saved_view_move')).toEqual([
    { view_id: 3, before_id: 2 },
    { view_id: 1, before_id: 3 },
  ]);
});

it('keeps what is not changed when a part of a view is', async () => {
  await views.change(view(2), { name: 'Later' });
  expect(asked('saved_view_save')).toMatchObject([
    { view_id: 2, name: 'Later', pinned: true, shared: false },
  ]);
});
