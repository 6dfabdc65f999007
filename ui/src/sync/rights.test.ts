import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { Deed } from '../ipc/bindings';
import { useHost } from '../ipc/client';
import { fakeWorkspace } from '../ipc/fake-data';
import { FakeHost } from '../ipc/host.fake';
import { rights } from './rights';
import { workspace } from './workspace.svelte';

const LOOK: Deed[] = ['own', 'see', 'mark'];
const CHANGE: Deed[] = [...LOOK, 'work', 'assign'];

/** The window of somebody who may do this in the shop and on its board. */
async function opened(shop: Deed[], board: Deed[]): Promise<void> {
  const whole = fakeWorkspace();
  const pipelines = whole.pipelines.map((pipeline) => ({ ...pipeline, deeds: board }));
  useHost(new FakeHost({ workspace_get: () => ({ ...whole, deeds: shop, pipelines }) }));
  workspace.start();
  flushSync();
  await vi.waitFor(() => expect(workspace.data).toBeDefined());
}
afterEach(() => workspace.stop());

const chat = (stage_id: number | null, responsible_id: number | null = null) => ({
  stage_id,
  responsible_id,
});

/** CP-3 */
it('lets a chat be changed where its board does, and before it has a card where that would stand', async () => {
  await opened(CHANGE, LOOK);
  expect([rights.onChat(chat(3), 'work'), rights.onChat(chat(null), 'work')]).toEqual([false, false]);
  workspace.stop();
  await opened(CHANGE, CHANGE);
  expect([rights.onChat(chat(3), 'work'), rights.onChat(chat(null), 'work')]).toEqual([true, true]);
});

/** UC-28 */
it('lets an agent take what is free and hand on what is theirs, but not what is another’s', async () => {
  await opened(CHANGE, CHANGE);
  expect([null, 1, 2].map((responsible) => rights.onChat(chat(3, responsible), 'assign'))).toEqual([
    true,
    true,
    false,
  ]);
  workspace.stop();
  await opened([...CHANGE, 'lead'], CHANGE);
  expect(rights.onChat(chat(3, 2), 'assign'), 'a manager does').toBe(true);
});

it('offers everything until it is known what may be done', () => {
  expect(rights.onChat(chat(3), 'work')).toBe(true);
});
