import { expect, it } from 'vitest';
import { Heights, rowAt, rowsWithin } from './thread-window';

const keys = Array.from({ length: 10_000 }, (_, i) => `${i}`);

it('knows where ten thousand rows stand, measured or not', () => {
  const heights = new Heights();
  heights.set('0', 100);
  heights.set('1', 50);
  const offsets = heights.offsets(keys);
  expect([offsets[0], offsets[1], offsets[2]]).toEqual([0, 100, 150]);
  expect(offsets).toHaveLength(10_001);
  expect(heights.set('0', 100), 'nothing new').toBe(false);
});

it('finds the rows of a part by halving', () => {
  const offsets = Float64Array.from([0, 10, 30, 60, 100]);
  expect([-5, 0, 9, 10, 59, 60, 99, 400].map((y) => rowAt(offsets, y))).toEqual([0, 0, 0, 1, 2, 3, 3, 3]);
  expect(rowsWithin(offsets, 12, 61)).toEqual({ first: 1, end: 4 });
  expect(rowsWithin(Float64Array.from([0]), 0, 100), 'an empty list').toEqual({ first: 0, end: 0 });
});
