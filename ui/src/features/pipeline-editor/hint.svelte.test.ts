// The advice to begin with the stages that matter: read once, and it leaves a member alone (UP-16).

import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MemberSettingRequest } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { feed } from '$/sync';
import { StartSmallHint } from './hint.svelte';

let kept: Map<string, unknown>;
let host: FakeHost;
const stops: (() => void)[] = [];

beforeEach(async () => {
  kept = new Map();
  host = new FakeHost({
    member_setting_get: ({ key }: { key: string }) => ({ value: kept.get(key) ?? null }),
    member_setting_set: ({ key, value }: MemberSettingRequest) => {
      kept.set(key, value);
      return { operation: null };
    },
  });
  useHost(host);
  await feed.start();
});
afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** The editor is opened. */
function open(): StartSmallHint {
  let hint: StartSmallHint | undefined;
  stops.push($effect.root(() => void (hint = new StartSmallHint())));
  flushSync();
  return hint as StartSmallHint;
}

test('it is shown to who has not read it, and not before that is known (UP-16)', async () => {
  const hint = open();
  expect(hint.isShown).toBe(false);
  await vi.waitFor(() => expect(hint.isShown).toBe(true));
});

test('put away it is gone at once and stays away when the editor is opened again (UP-16)', async () => {
  const hint = open();
  await vi.waitFor(() => expect(hint.isShown).toBe(true));
  const done = hint.putAway();
  expect(hint.isShown).toBe(false);
  await done;
  expect(hint.isShown).toBe(false);
  const again = open();
  const answers = () => host.asked.filter(({ command }) => command === 'member_setting_get').length;
  await vi.waitFor(() => expect(answers()).toBeGreaterThan(2));
  expect(again.isShown).toBe(false);
});

test('a refusal brings it back: it was not read then (UP-16)', async () => {
  host.answer('member_setting_set', () => {
    throw { code: 'forbidden', params: {} };
  });
  const hint = open();
  await vi.waitFor(() => expect(hint.isShown).toBe(true));
  await hint.putAway();
  expect(hint.isShown).toBe(true);
});
