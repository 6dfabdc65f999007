import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useHost } from '../ipc/client';
import { FakeHost } from '../ipc/host.fake';
import { feed } from './feed.svelte';
import { Windowed } from './windowed.svelte';

let host: FakeHost;
let stop = () => {};
let total = 1000;
let wave = 1;
let asked: number[] = [];

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
  host = new FakeHost();
  useHost(host);
  await feed.start();
  total = 1000;
  wave = 1;
  asked = [];
});
afterEach(() => {
  stop();
  feed.stop();
  vi.useRealTimers();
});

async function load(offset: number, limit: number) {
  asked.push(offset);
  const rows = Array.from(
    { length: Math.min(limit, Math.max(0, total - offset)) },
    (_, i) => `${wave}:${offset + i}`,
  );
  return { total, rows };
}
function open(list: () => string | undefined = () => 'all') {
  let windowed!: Windowed<string>;
  stop = $effect.root(() => {
    windowed = new Windowed<string>({ list, load, entities: ['conversation'] });
  });
  flushSync();
  return windowed;
}
const arrive = () => vi.advanceTimersByTimeAsync(0);

test('only the screen and one page around it are asked for', async () => {
  const list = open();
  list.show(0, 20);
  await arrive();
  expect(asked).toEqual([0, 50]);
  list.show(500, 520);
  await arrive();
  expect(asked.slice(2).sort((a, b) => a - b)).toEqual([450, 500, 550]);
  expect(list.total).toBe(1000);
  expect(list.row(510)).toBe('1:510');
  expect(list.row(900), 'never seen, never asked').toBeUndefined();
});

test('a change asks again for what is on screen and keeps showing the old rows until then', async () => {
  const list = open();
  list.show(500, 520);
  await arrive();
  asked = [];
  wave = 2;
  host.changed('conversation', 510);
  expect(list.row(510)).toBe('1:510');
  await vi.advanceTimersByTimeAsync(20);
  expect(asked.sort((a, b) => a - b)).toEqual([450, 500, 550]);
  expect(list.row(510)).toBe('2:510');
});

test('pages that were not refreshed are asked again when they come back into view', async () => {
  const list = open();
  list.show(0, 20);
  await arrive();
  list.show(500, 520);
  await arrive();
  wave = 2;
  await list.refresh();
  list.show(0, 20);
  await arrive();
  expect(list.row(3)).toBe('2:3');
});

test('a list that shrank below the screen tells its new length', async () => {
  const list = open();
  list.show(900, 920);
  await arrive();
  total = 10;
  await list.refresh();
  expect(list.total).toBe(10);
  list.show(0, 9);
  await arrive();
  expect(list.row(9)).toBe('1:9');
  expect(list.row(900)).toBeUndefined();
});

test('another list starts empty at the top', async () => {
  let name = $state('new');
  const list = open(() => name);
  list.show(0, 20);
  await arrive();
  name = 'archive';
  flushSync();
  expect(list.state).toBe('loading');
  expect(list.row(0)).toBeUndefined();
  await arrive();
  expect(list.state).toBe('ready');
});

test('a refresh is over when the rows are there, also if another one began meanwhile', async () => {
  const list = open();
  list.show(0, 20);
  await arrive();
  wave = 2;
  const first = list.refresh().then(() => list.row(0));
  wave = 3;
  void list.refresh();
  await arrive();
  expect(await first).toBe('3:0');
});
