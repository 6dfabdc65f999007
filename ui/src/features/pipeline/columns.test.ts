import { describe, expect, it } from 'vitest';
import type { Card } from '$/ipc/bindings';
import { dropIndex, withMove, type Held } from './columns';

const card = (deal_id: number) => ({ deal_id, conversation_id: deal_id }) as Card;

function column(...ids: number[]): Held {
  return {
    total: ids.length,
    row: (index) => (ids[index] === undefined ? undefined : card(ids[index])),
    indexOf: (key) => (ids.includes(key) ? ids.indexOf(key) : undefined),
  };
}
const seen = (held: Held) => Array.from({ length: held.total }, (_, index) => held.row(index)?.deal_id);

describe('a move on screen before the core answers (UP-12)', () => {
  it('takes the card out of its column and puts it above the one it was dropped on', () => {
    const move = { card: card(2), from: 10, to: 20, before: 6 };
    expect(seen(withMove(column(1, 2, 3), 10, move))).toEqual([1, 3]);
    expect(seen(withMove(column(5, 6), 20, move))).toEqual([5, 2, 6]);
  });

  it('goes last when nothing stands below', () => {
    expect(seen(withMove(column(5, 6), 20, { card: card(2), from: 10, to: 20, before: null }))).toEqual([
      5, 6, 2,
    ]);
  });

  it('reorders within one column', () => {
    expect(seen(withMove(column(1, 2, 3), 10, { card: card(3), from: 10, to: 10, before: 1 }))).toEqual([
      3, 1, 2,
    ]);
  });

  it('does not show the card twice when the core was quicker', () => {
    expect(seen(withMove(column(5, 2, 6), 20, { card: card(2), from: 10, to: 20, before: 6 }))).toEqual([
      5, 2, 6,
    ]);
  });

  it('leaves other columns alone', () => {
    const other = column(7, 8);
    expect(withMove(other, 30, { card: card(2), from: 10, to: 20, before: null })).toBe(other);
  });
});

describe('the place under the pointer', () => {
  it('is the nearest gap, never outside the column', () => {
    expect(dropIndex(0, 0, 100, 3)).toBe(0);
    expect(dropIndex(60, 0, 100, 3)).toBe(1);
    expect(dropIndex(60, 200, 100, 3)).toBe(3);
    expect(dropIndex(5000, 0, 100, 3)).toBe(3);
    expect(dropIndex(-50, 0, 100, 3)).toBe(0);
  });
});
