import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TimelineRequest } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeMessage, fakePage, NOW } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { feed } from '$/sync';
import { Timeline } from './timeline.svelte';

/** A thread of so many messages, one a second. */
const thread = Array.from({ length: 150 }, (_, i) =>
  fakeMessage({ id: i + 1, at: NOW + i * 1000, text: `${i + 1}` }),
);
let host: FakeHost;
let stop: () => void;
let timeline: Timeline;
let firstUnread: number | null = null;

beforeEach(async () => {
  thread.length = 150;
  host = new FakeHost({
    timeline_page: ({ before, after, around, limit }: TimelineRequest) => {
      if (around !== null && !thread.some((item) => item.id === around))
        throw { code: 'not_found', params: {}, detail: '' };
      const middle = around === null ? undefined : around - 1 - Math.ceil(limit / 2) + 1;
      const end = before === null ? thread.length : Number(before);
      const from = middle ?? (after === null ? Math.max(0, end - limit) : Number(after));
      const until = middle === undefined && after === null ? end : Math.min(thread.length, from + limit);
      const first = Math.max(0, from);
      return fakePage({
        items: thread.slice(first, until),
        before: first > 0 ? String(first) : null,
        after: until < thread.length ? String(until) : null,
        first_unread_id: firstUnread,
      });
    },
  });
  useHost(host);
  await feed.start();
  stop = $effect.root(() => {
    timeline = new Timeline(() => 1);
  });
  flushSync();
  await vi.waitFor(() => expect(timeline.state).toBe('ready'));
});
afterEach(() => {
  stop();
  feed.stop();
});
const ids = () => timeline.items.map((item) => item.id);

it('opens with the newest part and brings the past on demand, without gaps', async () => {
  expect(ids().at(-1)).toBe(150);
  expect(timeline.hasOlder).toBe(true);
  await timeline.older();
  await timeline.older();
  expect(ids()).toEqual(thread.map((item) => item.id));
  expect(timeline.hasOlder).toBe(false);
});

it('keeps the past that was loaded when a new message comes', async () => {
  await timeline.older();
  const first = ids()[0];
  thread.push(fakeMessage({ id: 151, at: NOW + 200_000 }));
  host.changed('message', 151);
  await vi.waitFor(() => expect(ids().at(-1)).toBe(151));
  expect(ids()[0], 'nothing above goes away').toBe(first);
  expect(new Set(ids()).size, 'nothing is there twice').toBe(ids().length);
});

it('shows a reply before the core has it and never twice', async () => {
  const leaving = timeline.leave('On my way', { note: false, files: [], at: NOW });
  flushSync();
  expect(timeline.rows.at(-1)).toMatchObject({ kind: 'leaving' });
  thread.push(
    fakeMessage({ id: 151, at: NOW + 200_000, direction: 'out', text: 'On my way', state: 'queued' }),
  );
  await timeline.arrive(leaving);
  expect(timeline.rows.filter((row) => row.kind === 'leaving')).toHaveLength(0);
  expect(timeline.rows.at(-1)).toMatchObject({ message: { id: 151 } });
});

it('shows a message of the past with what stands around it, and goes on to both sides', async () => {
  expect(await timeline.find(40)).toBe('message:40');
  expect(timeline.hasNewer).toBe(true);
  while (timeline.hasNewer) await timeline.newer();
  while (timeline.hasOlder) await timeline.older();
  expect(ids()).toEqual(thread.map((item) => item.id));
});

it('goes to the end from a place of the past', async () => {
  await timeline.find(40);
  await timeline.latest();
  expect(ids().at(-1)).toBe(150);
  expect(timeline.hasNewer).toBe(false);
});

it('says that a message is gone rather than showing another one', async () => {
  expect(await timeline.find(4000)).toBeUndefined();
});

it('asks anew when what is shown is chosen (PO-12)', async () => {
  timeline.filter = { scope: 'contact', channels: ['email'], kinds: ['messages'] };
  await vi.waitFor(() => expect(timeline.state).toBe('ready'));
  expect(host.asked.filter(({ command }) => command === 'timeline_page').at(-1)?.request).toMatchObject({
    channels: ['email'],
    kinds: ['messages'],
  });
});

it('begins where reading stopped, also when that is further up than one part', async () => {
  firstUnread = 20;
  timeline.filter = { scope: 'conversation', channels: [], kinds: [] };
  await vi.waitFor(() => expect(ids()).toContain(20));
  firstUnread = null;
  expect(timeline.startAt).toBe('unread');
  expect(timeline.rows.findIndex((row) => row.kind === 'unread')).toBeGreaterThan(0);
});
