import { describe, expect, it } from 'vitest';
import { DAY, fakeEvent, fakeMessage, HOUR, MINUTE, NOW } from '$/ipc/fake-data';
import { merge, threadRows } from './rows';

describe('threadRows', () => {
  it('puts a heading before each day', () => {
    const rows = threadRows([fakeMessage({ id: 1, at: NOW - DAY }), fakeMessage({ id: 2, at: NOW })], []);
    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'day', 'message']);
  });

  it('joins what one side wrote in one go, and only that', () => {
    const rows = threadRows(
      [
        fakeMessage({ id: 1, at: NOW }),
        fakeMessage({ id: 2, at: NOW + MINUTE }),
        fakeMessage({ id: 3, at: NOW + 2 * MINUTE, direction: 'out', member_id: 1, state: 'sent' }),
        fakeMessage({ id: 4, at: NOW + HOUR, direction: 'out', member_id: 1, state: 'sent' }),
      ],
      [],
    ).filter((row) => row.kind === 'message');
    expect(rows.map((row) => row.follows)).toEqual([false, true, false, false]);
    expect(
      rows.map((row) => row.ends),
      'the time stands below the last of a row',
    ).toEqual([false, true, true, true]);
  });

  it('shows what is leaving at the end at once', () => {
    const rows = threadRows([fakeMessage()], [{ id: -1, at: NOW, text: 'Hello', note: false, files: [] }]);
    expect(rows.at(-1)).toMatchObject({ kind: 'leaving', leaving: { text: 'Hello' } });
  });

  it('keeps what is planned below what leaves now, and each day once', () => {
    const planned = fakeMessage({ id: 2, at: NOW + 2 * DAY, direction: 'out', state: 'scheduled' });
    const leaving = { id: -1, at: NOW, text: 'Hello', note: false, files: [] };
    const rows = threadRows([fakeMessage({ id: 1, at: NOW }), planned], [leaving]);
    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'leaving', 'day', 'message']);
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });
});

describe('a thread of several conversations', () => {
  const rows = threadRows(
    [
      fakeMessage({ id: 1, at: NOW }),
      fakeMessage({ id: 2, at: NOW + 1, conversation_id: 2 }),
      fakeMessage({ id: 3, at: NOW + 2, conversation_id: 2 }),
    ],
    [],
    3,
  );
  it('tells the place where it changes, and joins nothing over it', () => {
    const messages = rows.filter((row) => row.kind === 'message');
    expect(messages.map((row) => row.place)).toEqual([true, true, false]);
    expect(messages.map((row) => row.follows)).toEqual([false, false, false]);
  });
  it('draws a line above the first message that was not seen', () => {
    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'message', 'unread', 'message']);
  });
});

describe('merge', () => {
  const first = fakeMessage({ id: 1, at: NOW });
  const second = fakeMessage({ id: 2, at: NOW + 1 });

  it('keeps the past that was loaded and replaces what is fresh', () => {
    const fresh = fakeMessage({ id: 2, at: NOW + 1, text: 'sent now' });
    expect(merge([first, second], [fresh])).toEqual([first, fresh]);
  });
  it('keeps an event and a message with the same number apart', () => {
    const event = fakeEvent({ id: 2, at: NOW + 2 });
    expect(merge([first, second], [second, event])).toHaveLength(3);
  });
});
