import { expect, test } from 'vitest';
import { fitting } from './fold-tags';

const GAP = 4;
const MORE = 30;

test('all tags that fit are shown, without a counter', () => {
  expect(fitting([40, 40, 40], 128, GAP, MORE)).toBe(3);
});

test('one pixel less folds, and keeps room for the counter', () => {
  expect(fitting([40, 40, 40], 127, GAP, MORE)).toBe(2);
  expect(fitting([40, 40, 40], 117, GAP, MORE)).toBe(1);
});

test('no room, no tags; no tags, no trouble', () => {
  expect(fitting([40, 40], 20, GAP, MORE)).toBe(0);
  expect(fitting([], 100, GAP, MORE)).toBe(0);
});
