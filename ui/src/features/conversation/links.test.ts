import { expect, it } from 'vitest';
import { splitLinks } from './links';

const linked = (text: string) => splitLinks(text).flatMap((part) => part.href ?? []);

it('finds addresses and leaves the sentence around them whole', () => {
  const text = 'See https://shop.example/a?b=1, or write to ana@shop.example.';
  expect(linked(text)).toEqual(['https://shop.example/a?b=1', 'mailto:ana@shop.example']);
  expect(
    splitLinks(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
it.each(['javascript:alert(1)', 'no address at all', ''])('makes no link of %j', (text) =>
  expect(linked(text)).toEqual([]),
);
