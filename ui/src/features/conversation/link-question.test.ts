import { beforeEach, expect, it } from 'vitest';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { answer, follow, linkTarget, openQuestion } from './link-question.svelte';

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
  useHost(host);
});

it('says plainly where a link leads', () => {
  expect(linkTarget('https://shop.example/a')).toMatchObject({ host: 'shop.example', doubts: [] });
  const lookalike = linkTarget('https://p\u0430ypal.example/');
  expect(lookalike?.host, 'a Cyrillic letter shows').toMatch(/^xn--/);
  expect(lookalike?.doubts).toContain('other_letters');
  expect(linkTarget('https://bank.example@evil.example/')).toMatchObject({
    host: 'evil.example',
    doubts: ['user'],
  });
  expect(linkTarget('https://evil.example/', 'www.bank.example')?.doubts).toContain('other_text');
  expect(linkTarget('https://www.bank.example/', 'bank.example')?.doubts).toEqual([]);
  expect(linkTarget('http://10.0.0.1/')?.doubts).toEqual(['number', 'plain']);
  expect(linkTarget('javascript:alert(1)')).toBeUndefined();
});

it('asks once per host, and remembers what is trusted', () => {
  follow('https://shop.example/a');
  expect(openQuestion()?.host).toBe('shop.example');
  answer(false, true);
  expect(host.opened, 'whoever says no goes nowhere').toEqual([]);
  follow('https://shop.example/a');
  answer(true, true);
  follow('https://shop.example/b');
  expect(openQuestion()).toBeUndefined();
  expect(host.opened).toEqual(['https://shop.example/a', 'https://shop.example/b']);
  follow('https://shop.example/c', 'other.example');
  expect(openQuestion(), 'a link that says another host is asked about even so').toBeDefined();
  answer(false, false);
});

it('opens addresses to write to at once', () => {
  follow('mailto:ana@shop.example');
  expect(host.opened).toEqual(['mailto:ana@shop.example']);
});
