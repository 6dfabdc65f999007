import { flushSync } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { useHost } from '$/ipc/client';
import { fakeConversation, fakeRow } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { lastResolution, StatusDesk, subjectOf } from './desk.svelte';

let host: FakeHost;
let left: number[];
let desk: StatusDesk;
const requests = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);

beforeEach(() => {
  const kept = new Map<string, unknown>();
  host = new FakeHost({
    conversation_resolve: () => ({ id: 1, operation: 1 }),
    conversation_snooze: () => ({ operation: 2 }),
    conversation_hold: () => ({ operation: 3 }),
    conversation_resume: () => ({ operation: 4 }),
    member_setting_get: ({ key }: { key: string }) => ({ value: kept.get(key) ?? null }),
    member_setting_set: ({ key, value }: { key: string; value: unknown }) => {
      kept.set(key, value);
      return { operation: null };
    },
  });
  useHost(host);
  left = [];
  desk = new StatusDesk((id) => left.push(id));
});

test('PO-8: what was chosen is offered again, the note is not', async () => {
  expect(await lastResolution()).toEqual({ kind: null, category_id: null, archive_stage_id: null });
  desk.ask('resolve', subjectOf(fakeRow({ id: 7, client: 'Ana' })));
  await desk.resolve({ kind: 'incident', category_id: 3, archive_stage_id: 5, note: 'paid back' });
  flushSync();
  expect(desk.asking).toBeUndefined();
  expect(left, 'the view may show the next one').toEqual([7]);
  expect(requests('conversation_resolve')).toEqual([
    { conversation_id: 7, kind: 'incident', category_id: 3, archive_stage_id: 5, note: 'paid back' },
  ]);
  expect(await lastResolution()).toEqual({ kind: 'incident', category_id: 3, archive_stage_id: 5 });
});

test('a refusal keeps the dialog with what was typed', async () => {
  host.answer('conversation_resolve', () => {
    throw { code: 'category_gone', params: {} };
  });
  desk.ask('resolve', subjectOf(fakeRow({ id: 7 })));
  expect(await desk.resolve({ kind: null, category_id: 3, archive_stage_id: null, note: 'x' })).toBe(false);
  expect(desk.asking).toBe('resolve');
  expect(left).toEqual([]);
});

test('one key holds and goes on', async () => {
  for (const work_status of ['in_progress', 'on_hold', 'resolved'] as const)
    await desk.toggleHold(fakeConversation({ id: 7, work_status }));
  expect(requests('conversation_hold')).toHaveLength(1);
  expect(requests('conversation_resume')).toHaveLength(2);
});

test('until they write is no time', async () => {
  desk.ask('snooze', subjectOf(fakeRow({ id: 7 })));
  await desk.snooze(null);
  expect(requests('conversation_snooze')).toEqual([{ conversation_id: 7, until: null }]);
  expect(left).toEqual([7]);
});
