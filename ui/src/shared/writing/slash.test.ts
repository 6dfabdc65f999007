import { expect, it } from 'vitest';
import { gapsIn, slashAt } from './slash';

it.each([
  ['/', 1, { from: 0, to: 1, question: '' }],
  ['Hello /off', 10, { from: 6, to: 10, question: 'off' }],
  ['Hello /price list', 17, { from: 6, to: 17, question: 'price list' }],
  ['Hello\n/x', 8, { from: 6, to: 8, question: 'x' }],
])('opens at the start of a word: %s', (text, caret, slash) => {
  expect(slashAt(text, caret)).toEqual(slash);
});

it.each([
  ['and/or', 6],
  ['24/7', 4],
  ['http://x', 8],
  ['/ 2', 3],
  ['/a\nb', 4],
  [`/${'x'.repeat(41)}`, 42],
])('stays closed inside words, numbers, addresses and sentences: %s', (text, caret) => {
  expect(slashAt(text, caret)).toBeUndefined();
});

it('finds what nobody filled in', () => {
  expect(gapsIn('Hi {{contact.name}}, on {{ask.Day|Monday}} { }')).toEqual([
    { from: 3, to: 19, name: 'contact.name' },
    { from: 24, to: 42, name: 'ask.Day' },
  ]);
  expect(gapsIn('a {{ b')).toEqual([]);
});
