import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { When } from './when.svelte';

const NINE = Date.UTC(2026, 10, 23, 8, 0);

function aWhen(): { when: When; host: FakeHost } {
  const host = new FakeHost({
    moment_presets: () => ({ presets: [{ name: 'tomorrow', at: NINE }] }),
    moment_parse: ({ text }: { text: string }) =>
      text === 'soon'
        ? { at: null, understood: false }
        : { at: text === 'yesterday' ? null : NINE, understood: true },
  });
  useHost(host);
  return { when: new When(), host };
}

test('what is typed is read by the core at every key', async () => {
  const { when } = aWhen();
  when.text = 'tomorrow 9';
  await vi.waitFor(() => expect(when.reading).toBe('moment'));
  expect(when.at).toBe(NINE);
  when.text = 'soon';
  await vi.waitFor(() => expect(when.reading).toBe('unknown'));
  when.text = 'yesterday';
  await vi.waitFor(() => expect(when.reading).toBe('past'));
  when.text = '';
  flushSync();
  expect([when.reading, when.at]).toEqual(['empty', null]);
});

test('an answer that was overtaken counts no more', async () => {
  const { when, host } = aWhen();
  const late: (() => void)[] = [];
  host.answer('moment_parse', ({ text }: { text: string }) =>
    text === 'slow'
      ? new Promise((resolve) => late.push(() => resolve({ at: 1, understood: true })))
      : { at: NINE, understood: true },
  );
  when.text = 'slow';
  when.text = 'fast';
  await vi.waitFor(() => expect(when.at).toBe(NINE));
  late.forEach((answer) => answer());
  await Promise.resolve();
  expect(when.at).toBe(NINE);
});

test('a day of the calendar keeps the hour that was typed', async () => {
  const { when } = aWhen();
  when.chooseDay({ year: 2026, month: 12, day: 5 });
  expect(when.text).toBe('2026-12-05 08:00');
  when.text = '2026-12-05 14:30';
  when.chooseDay({ year: 2027, month: 1, day: 7 });
  expect(when.text).toBe('2027-01-07 14:30');
});

test('without the core it says so instead of offering nothing', async () => {
  useHost(new FakeHost({}));
  const when = new When();
  await when.open();
  expect(when.reading).toBe('unreachable');
});
