import { describe, expect, it } from 'vitest';
import { NEWEST } from '$/shared/filter/list-lens.svelte';
import { CHAT_COLUMNS, nextSort } from './columns';
import { urgency } from '$/shared/waiting';

const usual = CHAT_COLUMNS.filter((column) => !column.optional);

/** UC-10 */
it('has the eight columns in their order', () => {
  expect(usual.map((column) => column.id)).toEqual([
    'client',
    'stage',
    'response',
    'price',
    'task',
    'responsible',
    'tags',
    'source',
  ]);
});
it('fits a window of 1280 pixels beside the rail and the checkboxes', () => {
  expect(usual.reduce((sum, column) => sum + column.width, 0)).toBeLessThanOrEqual(1280 - 56 - 40);
});

describe('nextSort', () => {
  it('sorts names from A, turns, and goes back to the newest first', () => {
    const up = nextSort(NEWEST, 'client');
    expect(up).toEqual({ column: 'client', descending: false });
    const down = nextSort(up, 'client');
    expect(down).toEqual({ column: 'client', descending: true });
    expect(nextSort(down, 'client')).toEqual(NEWEST);
  });
  it('puts on top who waits longest', () => {
    expect(nextSort(NEWEST, 'response').descending).toBe(true);
  });
});

/** UC-13 */
it.each([
  [0, 'fresh'],
  [15 * 60_000, 'soon'],
  [60 * 60_000, 'late'],
])('a wait of %i ms is %s', (ms, expected) => expect(urgency(ms)).toBe(expected));
