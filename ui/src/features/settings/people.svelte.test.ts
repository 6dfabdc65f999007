import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Deed, MemberList } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeWorkspace } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { feed, rights, workspace } from '$/sync';
import { People } from './people.svelte';

const list: MemberList = {
  members: [
    { member_id: 1, name: 'Anna Meier', role: 'owner', all_chats: true, source_ids: null, levels: [] },
    {
      member_id: 2,
      name: 'Lev Kim',
      role: 'agent',
      all_chats: false,
      source_ids: [4],
      levels: [{ pipeline_id: 1, level: 'view' }],
    },
    { member_id: 3, name: 'Mia Roth', role: 'manager', all_chats: true, source_ids: null, levels: [] },
  ],
  pipelines: [{ pipeline_id: 1, name: 'Sales', others: 'edit' }],
};

let host: FakeHost;
let stop: () => void;
let people: People;
let deeds: Deed[] = [];
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);
const member = (id: number) => {
  const found = people.members.find(({ member_id }) => member_id === id);
  if (!found) throw new Error(`nobody is ${id}`);
  return found;
};

async function begin(answers: Record<string, (request: never) => unknown> = {}): Promise<void> {
  host = new FakeHost({
    workspace_get: () => ({ ...fakeWorkspace(), deeds }),
    member_list: () => list,
    member_update: () => ({ operation: 1 }),
    member_add: () => ({ id: 4, operation: 1 }),
    pipeline_access_set: () => ({ operation: 1 }),
    ...answers,
  });
  useHost(host);
  await feed.start();
  workspace.start();
  stop = $effect.root(() => {
    people = new People();
  });
  flushSync();
  await vi.waitFor(() => expect(workspace.data).toBeDefined());
  await vi.waitFor(() => expect(people.state).not.toBe('loading'));
}
beforeEach(() => (deeds = ['own', 'see', 'mark', 'work', 'assign', 'lead', 'shape', 'arrange']));
afterEach(() => {
  stop();
  workspace.stop();
  feed.stop();
});

/** CP-3 */
it('shows levels of those for whom they count, and what was set for them alone', async () => {
  await begin();
  expect(people.limited.map(({ name }) => name)).toEqual(['Lev Kim', 'Mia Roth']);
  expect([people.level(member(2), 1), people.level(member(3), 1)]).toEqual(['view', undefined]);
});

/** UC-28 */
it('changes one right and sends the others along as they are', async () => {
  await begin();
  await people.update(member(2), { all_chats: true });
  expect(asked('member_update')).toEqual([{ member_id: 2, role: 'agent', all_chats: true, source_ids: [4] }]);
});

/** CP-3 */
it('asks who takes the cards where the core says that there are any, and hands them over', async () => {
  await begin({
    pipeline_access_set: ({ reassign_to }: { reassign_to: number | null }) => {
      if (reassign_to !== null) return { operation: 1 };
      throw { code: 'cards_owned', params: { member: 'Lev Kim', member_id: '2', count: '3' } };
    },
  });
  await people.grant(2, 1, 'none');
  expect(people.taking).toMatchObject({ owner_id: 2, name: 'Lev Kim', count: 3 });
  expect(
    people.heirs.map(({ member_id }) => member_id),
    'those who see the board',
  ).toEqual([1, 3]);
  await people.grant(2, 1, 'none', 3);
  expect(people.taking).toBeUndefined();
  expect(asked('pipeline_access_set')).toHaveLength(2);
});

it('finds nobody but owners to take cards of a board that everybody else loses', async () => {
  await begin({
    pipeline_access_set: () => {
      throw { code: 'cards_owned', params: { member: 'Mia Roth', member_id: '3', count: '1' } };
    },
  });
  await people.grant(null, 1, 'none');
  expect(people.heirs.map(({ member_id }) => member_id)).toEqual([1, 2]);
});

it('says that somebody was not added', async () => {
  await begin({
    member_add: () => {
      throw { code: 'name_empty', params: { field: 'name' } };
    },
  });
  expect(await people.add(' ', 'agent')).toBe(false);
});

/** UC-28: the core says what is offered. */
it('is locked for whom the core offers no arranging', async () => {
  deeds = ['own', 'see', 'mark', 'work', 'assign'];
  await begin();
  expect(people.locked).toBeDefined();
  expect([rights.arranges, rights.leads, rights.may('work')]).toEqual([false, false, true]);
});

it('keeps an error until it is asked again', async () => {
  let broken = true;
  await begin({
    member_list: () => {
      if (broken) throw { code: 'internal', params: {} };
      return list;
    },
  });
  expect([people.state, people.members]).toEqual(['error', []]);
  broken = false;
  people.retry();
  await vi.waitFor(() => expect(people.members).toHaveLength(3));
});
