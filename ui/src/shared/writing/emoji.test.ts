import { beforeEach, expect, it } from 'vitest';
import { emojis, findEmojis, recentEmojis, rememberEmoji } from './emoji';

beforeEach(() => localStorage.clear());

it('finds a sign by the beginnings of its words', async () => {
  const all = await emojis();
  expect(all.length).toBeGreaterThan(1500);
  const found = findEmojis(all, 'thumbs up').map((emoji) => emoji.sign);
  expect(found[0]).toContain('👍');
  expect(findEmojis(all, 'cat fa')[0]?.name).toContain('cat');
  expect(findEmojis(all, 'zzz nothing')).toEqual([]);
});

it('remembers what was chosen last, each once', () => {
  for (const sign of ['😀', '👍', '😀']) rememberEmoji(sign);
  expect(recentEmojis()).toEqual(['😀', '👍']);
  localStorage.setItem('emoji.recent', 'broken');
  expect(recentEmojis()).toEqual([]);
});
