import { flushSync } from 'svelte';
import { toast } from 'svelte-sonner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DealSheet } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeWorkspace } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { closing } from '$/shared/closing.svelte';
import { m } from '$/paraglide/messages';
import { feed, workspace } from '$/sync';
import { AddingDeal, dayOf, endOfDay } from './adding.svelte';
import { OpenDeal } from './deal.svelte';

const sheet = (part: Partial<DealSheet> = {}): DealSheet => ({
  id: 7,
  pipeline_id: 1,
  stage_id: 3,
  contact_id: 4,
  client: 'Berta Blum',
  conversation_id: null,
  last_chat: null,
  title: 'Kitchen',
  description: '',
  priority: 'normal',
  price: null,
  owner_id: 1,
  due_at: null,
  close_reason: '',
  fields: [],
  comments: [],
  files: [],
  tag_ids: [],
  tasks: [],
  deeds: ['own', 'see', 'mark', 'work'],
  stage_entered_at: 0,
  created_at: 0,
  revision: 5,
  ...part,
});

let host: FakeHost;
let stop: () => void;
let stored: DealSheet;
let wanted = $state<number | undefined>(7);
const done = () => ({ operation: 1 });
const refuse = (code: string) => () => {
  throw { code, params: {} };
};
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);

beforeEach(async () => {
  wanted = 7;
  stored = sheet();
  closing.done();
  host = new FakeHost({
    workspace_get: () => fakeWorkspace(),
    deal_get: () => stored,
    deal_history: () => ({ stays: [], changes: [] }),
    deal_update: done,
    deal_move: done,
    deal_comment_edit: done,
    deal_comment_delete: done,
    conversation_tags_change: done,
    contact_candidates: () => ({ people: [] }),
    deal_add: () => ({ id: 8, operation: 2 }),
  });
  useHost(host);
  await feed.start();
  workspace.start();
  flushSync();
  await vi.waitFor(() => expect(workspace.data).toBeDefined());
});
afterEach(() => {
  stop();
  workspace.stop();
  feed.stop();
});

/** CP-8 */
describe('OpenDeal', () => {
  let open: OpenDeal;
  beforeEach(async () => {
    stop = $effect.root(() => {
      open = new OpenDeal(() => wanted);
    });
    flushSync();
    await vi.waitFor(() => expect(open.data).toBeDefined());
  });

  it('changes one thing on what was seen, and shows it before the core has answered', async () => {
    open.setTitle('Kitchen with island');
    expect(open.data?.title).toBe('Kitchen with island');
    await vi.waitFor(() =>
      expect(asked('deal_update')).toEqual([
        { deal_id: 7, change: { what: 'title', text: 'Kitchen with island' }, revision: 5 },
      ]),
    );
  });
  it('puts back what is refused, and says so', async () => {
    const failed = vi.spyOn(toast, 'error').mockReturnValue(1);
    host.answer('deal_update', refuse('conflict'));
    open.setPriority('urgent');
    open.setPrice({ amount_minor: 120_000, currency: 'EUR' });
    expect([open.data?.priority, open.data?.price?.amount_minor]).toEqual(['urgent', 120_000]);
    await vi.waitFor(() => expect([open.data?.priority, open.data?.price]).toEqual(['normal', null]));
    expect(failed.mock.calls.map(([title]) => title)).toEqual([m.error_conflict(), m.error_conflict()]);
    failed.mockRestore();
  });
  it('changes two things quickly one after the other, the second on what the first left', async () => {
    host.answer('deal_update', () => {
      stored = sheet({ title: 'Kitchen with island', revision: stored.revision + 1 });
      return { operation: 1 };
    });
    open.setTitle('Kitchen with island');
    open.setPriority('high');
    await vi.waitFor(() =>
      expect(asked('deal_update')).toMatchObject([
        { change: { what: 'title' }, revision: 5 },
        { change: { what: 'priority' }, revision: 6 },
      ]),
    );
    expect(open.data?.priority).toBe('high');
  });
  it('shows a refused move where it came from', async () => {
    host.answer('deal_move', refuse('stage_requires'));
    const moving = open.move(2);
    expect(open.data?.stage_id).toBe(2);
    expect(await moving).toBe(false);
    expect(open.data?.stage_id).toBe(3);
  });
  it('takes away a comment, a file and a tag at once', async () => {
    const comment = { id: 1, member_id: 1, text: 'Asked twice', created_at: 0, edited_at: null };
    stored = sheet({ conversation_id: 12, tag_ids: [1, 2], comments: [comment] });
    host.changed('deal', 7);
    await vi.waitFor(() => expect(open.data?.comments).toHaveLength(1));
    open.removeTag(2);
    open.removeComment(1);
    expect([open.data?.tag_ids, open.data?.comments]).toEqual([[1], []]);
  });
  it('asks why only where the deal was closed, and not where the move was refused', async () => {
    expect(await open.move(2)).toBe(true);
    expect(closing.asked).toBeUndefined();
    host.answer('deal_move', refuse('conflict'));
    expect(await open.move(6)).toBe(false);
    expect(closing.asked).toBeUndefined();
    host.answer('deal_move', done);
    expect(await open.move(6)).toBe(true);
    expect(closing.asked).toMatchObject({ deal: 7, client: 'Berta Blum' });
    expect(await open.move(6), 'it stands there already').toBe(false);
  });
  it('says whether an edited comment was taken', async () => {
    expect(await open.editComment(3, 'Asked thrice')).toBe(true);
    host.answer('deal_comment_edit', refuse('comment_not_yours'));
    expect(await open.editComment(3, 'Asked again')).toBe(false);
  });
  it('has the tags of its conversation, and none without one', async () => {
    open.addTag('vip');
    expect(asked('conversation_tags_change')).toEqual([]);
    stored = sheet({ conversation_id: 12 });
    host.changed('deal', 7);
    await vi.waitFor(() => expect(open.data?.conversation_id).toBe(12));
    open.addTag('vip');
    await vi.waitFor(() => expect(asked('conversation_tags_change')).toHaveLength(1));
    expect(asked('conversation_tags_change')).toEqual([{ conversation_id: 12, add: ['vip'], remove: [] }]);
  });
  it('looks again when the deal or its tasks change, not when another deal does', async () => {
    const before = asked('deal_get').length;
    host.changed('deal', 99);
    host.changed('conversation', 99);
    host.changed('task', 1);
    await vi.waitFor(() => expect(asked('deal_get').length).toBe(before + 1));
  });
  it('shows nothing of the deal before while the next one is asked for', () => {
    host.answer('deal_get', () => new Promise(() => undefined));
    wanted = 8;
    flushSync();
    expect(open.data).toBeUndefined();
  });
  it('tells what is gone from what could not be read', async () => {
    host.answer('deal_get', refuse('internal'));
    host.changed('deal', 7);
    await vi.waitFor(() => expect(open.error?.code).toBe('internal'));
    expect([open.state, open.isGone, open.data?.id], 'the last good answer stays').toEqual([
      'error',
      false,
      7,
    ]);
    host.answer('deal_get', refuse('not_found'));
    open.retry();
    await vi.waitFor(() => expect(open.isGone).toBe(true));
  });
});

/** CP-6, CP-7 */
describe('AddingDeal', () => {
  let adding: AddingDeal;
  beforeEach(() => {
    stop = $effect.root(() => {
      adding = new AddingDeal({ pipeline: 1, stage: 3 });
    });
    flushSync();
  });

  it('begins in the column whose button was used, with who acts in charge', () => {
    expect([adding.stage, adding.owner, adding.ready]).toEqual([3, 1, false]);
  });
  it('makes a name or an address of what was typed', () => {
    adding.search.text = ' Carla Cruz ';
    adding.makeNew();
    expect([adding.name, adding.address, adding.ready]).toEqual(['Carla Cruz', '', true]);
    adding.chooseAgain();
    adding.name = '';
    adding.search.text = 'carla@cruz.example';
    adding.makeNew();
    expect([adding.name, adding.address, adding.ready]).toEqual(['', 'carla@cruz.example', false]);
  });
  it('keeps everything as it was typed where the core refuses', async () => {
    adding.known = { id: 4, name: 'Berta Blum' };
    adding.title = 'Six chairs';
    host.answer('deal_add', () => {
      throw { code: 'title_too_long', params: { field: 'title' } };
    });
    expect(await adding.save()).toBeUndefined();
    expect(adding.errorOf('title')?.code).toBe('title_too_long');
    expect([adding.title, adding.busy]).toEqual(['Six chairs', false]);
    host.answer('deal_add', () => ({ id: 8, operation: 2 }));
    expect(await adding.save()).toBe(8);
  });
  it('takes a day to its last moment, and back', () => {
    expect(dayOf(endOfDay('2031-03-01'))).toBe('2031-03-01');
    expect(dayOf(null)).toBe('');
  });
});
