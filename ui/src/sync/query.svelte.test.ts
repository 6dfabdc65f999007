import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useHost } from '../ipc/client';
import { FakeHost } from '../ipc/host.fake';
import { feed } from './feed.svelte';
import { Query } from './query.svelte';
import { aWorkspace } from './test-data';

let host: FakeHost;
let stop = () => {};

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
  host = new FakeHost();
  useHost(host);
  await feed.start();
});
afterEach(() => {
  stop();
  feed.stop();
  vi.useRealTimers();
});

function ask(request: () => object | undefined = () => ({})) {
  let query!: Query<'workspace_get'>;
  stop = rooted(() => {
    query = new Query('workspace_get', request as () => Record<symbol, never>, { entities: ['tag'] });
  });
  return query;
}
const rooted = (start: () => void) => {
  const end = $effect.root(start);
  flushSync();
  return end;
};
/** Lets answers arrive that are already given. */
const arrive = () => vi.advanceTimersByTimeAsync(0);

test('a question loads, then is ready', async () => {
  host.answer('workspace_get', () => aWorkspace({ name: 'Oak' }));
  const query = ask();
  expect(query.state).toBe('loading');
  await arrive();
  expect(query.state).toBe('ready');
  expect(query.data?.name).toBe('Oak');
});

test('an overtaken answer is dropped, whichever comes first', async () => {
  const answers: ((value: unknown) => void)[] = [];
  host.answer('workspace_get', () => new Promise((resolve) => answers.push(resolve)));
  const query = ask();
  void query.reload();
  answers[1]?.(aWorkspace({ name: 'new' }));
  await arrive();
  answers[0]?.(aWorkspace({ name: 'old' }));
  await arrive();
  expect(query.data?.name, 'the older answer came later and must not win').toBe('new');
});

test('a hundred changes in one frame ask once, and keep the data meanwhile', async () => {
  host.answer('workspace_get', () => aWorkspace({ name: 'Oak' }));
  const query = ask();
  await arrive();
  for (let id = 1; id <= 100; id++) host.changed('tag', id);
  await vi.advanceTimersByTimeAsync(20);
  expect(host.asked.length).toBe(2);
  expect(query.state, 'a refresh never shows a skeleton').toBe('ready');
});

test('a change of something else asks nothing', async () => {
  host.answer('workspace_get', () => aWorkspace());
  ask();
  await arrive();
  host.changed('message', 7);
  await vi.advanceTimersByTimeAsync(200);
  expect(host.asked.length).toBe(1);
});

test('a refusal is an error, silence is offline, and both keep what was shown', async () => {
  host.answer('workspace_get', () => aWorkspace({ name: 'Oak' }));
  const query = ask();
  await arrive();
  host.answer('workspace_get', () => Promise.reject({ code: 'internal', params: {}, detail: 'disk full' }));
  await query.reload();
  expect(query.state).toBe('error');
  expect(query.error?.detail).toBe('disk full');
  expect(query.data?.name).toBe('Oak');
  host.answer('workspace_get', () => Promise.reject(new TypeError('fetch failed')));
  await query.reload();
  expect(query.state).toBe('offline');
});

test('messages missed while the feed was broken are made up for', async () => {
  host.answer('workspace_get', () => aWorkspace());
  ask();
  await arrive();
  host.connected(false);
  expect(feed.connected).toBe(false);
  host.connected(true);
  await vi.advanceTimersByTimeAsync(20);
  expect(host.asked.length, 'asked again, since nobody knows what happened meanwhile').toBe(2);
});
