import { expect, it } from 'vitest';
import { fakeThread } from '$/ipc/fake-data';
import { EVERYTHING, filterOf, hiddenUnread, KINDS, rememberFilter, toggled } from './filter.svelte';

const none = { messages: 0, notes: 0, tickets: 0, events: 0 };
const counts = {
  threads: [
    { thread: fakeThread({ unread: 1 }), ...none },
    { thread: fakeThread({ conversation_id: 2, channel: 'fake', unread: 2 }), ...none },
  ],
};

it('counts what is not seen and left out (PO-12)', () => {
  expect(hiddenUnread(counts, EVERYTHING, 1)).toBe(0);
  expect(hiddenUnread(counts, { ...EVERYTHING, channels: ['email'] }, 1)).toBe(2);
  expect(hiddenUnread(counts, { ...EVERYTHING, scope: 'conversation' }, 2)).toBe(1);
  expect(hiddenUnread(counts, { ...EVERYTHING, kinds: ['notes'] }, 1)).toBe(3);
});

it('takes choosing all, and choosing none, for no choice', () => {
  const withoutNotes = toggled([], 'notes', KINDS);
  expect(withoutNotes).toEqual(['messages', 'tickets', 'events']);
  expect(toggled(withoutNotes, 'notes', KINDS)).toEqual([]);
  expect(toggled(['notes'], 'notes', KINDS)).toEqual([]);
});

it('remembers what was chosen per contact', () => {
  rememberFilter(7, { ...EVERYTHING, channels: ['email'] });
  expect(filterOf(7).channels).toEqual(['email']);
  expect(filterOf(8)).toBe(EVERYTHING);
});
