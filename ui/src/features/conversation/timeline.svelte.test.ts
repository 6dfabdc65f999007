import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TimelineRequest } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeMessage, NOW } from '$/ipc/fake-data';
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

beforeEach(async () => {
  thread.length = 150;
  host = new FakeHost({
    timeline_page: ({ before, limit }: TimelineRequest) => {
      const end = before === null ? thread.length : Number(before);
      const from = Math.max(0, end - limit);
      return { items: thread.slice(from, end), before: from > 0 ? String(from) : null };
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
