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
  const to20 = (before: number | null, ...ids: number[]) => ({ cards: ids.map(card), to: 20, before });

  it('takes the card out of its column and puts it above the one it was dropped on', () => {
    expect(seen(withMove(column(1, 2, 3), 10, to20(6, 2)))).toEqual([1, 3]);
    expect(seen(withMove(column(5, 6), 20, to20(6, 2)))).toEqual([5, 2, 6]);
  });

  it('goes last when nothing stands below', () => {
    expect(seen(withMove(column(5, 6), 20, to20(null, 2)))).toEqual([5, 6, 2]);
  });

  it('reorders within one column', () => {
    expect(seen(withMove(column(1, 2, 3), 20, to20(1, 3)))).toEqual([3, 1, 2]);
    expect(seen(withMove(column(1, 2, 3, 4), 20, to20(null, 1, 3)))).toEqual([2, 4, 1, 3]);
  });

  it('takes several from several columns and keeps their order', () => {
    const move = to20(6, 2, 8, 5);
    expect(seen(withMove(column(1, 2, 3), 10, move))).toEqual([1, 3]);
    expect(seen(withMove(column(8, 9), 30, move))).toEqual([9]);
    expect(seen(withMove(column(5, 6), 20, move))).toEqual([2, 8, 5, 6]);
  });

  it('does not show a card twice when the core was quicker', () => {
    expect(seen(withMove(column(5, 2, 6), 20, to20(6, 2)))).toEqual([5, 2, 6]);
    expect(seen(withMove(column(5, 2, 6), 20, to20(6, 2, 3)))).toEqual([5, 2, 3, 6]);
  });

  it('finds every card where it shows it', () => {
    const moved = withMove(column(1, 2, 3, 4), 20, to20(1, 9, 3));
    for (const [index, id] of seen(moved).entries()) expect(moved.indexOf(id ?? 0)).toBe(index);
  });

  it('leaves other columns alone', () => {
    const other = column(7, 8);
    expect(withMove(other, 30, to20(null, 2))).toBe(other);
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
