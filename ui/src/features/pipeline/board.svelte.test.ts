import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Card, CardsMoveRequest, MemberSettingRequest, Stage } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeWorkspace } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { feed, workspace } from '$/sync';
import { Board } from './board.svelte';
import { cardKey } from './columns';

const NAMES = ['Ana', 'Ben', 'Cleo', 'Dora'];
const cards = NAMES.map(
  (client, i) => ({ deal_id: i + 1, conversation_id: i + 1, client, revision: 7 }) as Card,
);
const [ana, ben, cleo, dora] = cards as [Card, Card, Card, Card];

let host: FakeHost;
let stop: () => void;
let board: Board;
let kept: unknown;
/** Cards of the first column that have been read. */
let atHand: number;
let filter = $state.raw<{ v: number; when: { all: [] } } | null>(null);
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);
const stage = (id: number): Stage => {
  const found = workspace.stage(id);
  if (!found) throw new Error(`no stage ${id}`);
  return found;
};

beforeEach(async () => {
  filter = null;
  kept = null;
  atHand = cards.length;
  host = new FakeHost({
    workspace_get: () => fakeWorkspace(),
    board_get: () => ({
      pipeline_id: 1,
      tray: { total: 0, cards: [] },
      columns: [1, 2, 3, 4, 5, 6, 7].map((stage_id) => ({
        stage_id,
        total: stage_id === 1 && filter === null ? 4 : 0,
        all: stage_id === 1 ? 4 : 0,
        sums: [],
        cards: [],
      })),
    }),
    member_setting_get: () => ({ value: kept }),
    member_setting_set: ({ value }: MemberSettingRequest) => {
      kept = value;
      return { operation: null };
    },
    deal_move: () => ({ operation: 1 }),
    cards_move: () => ({ operation: 2 }),
  });
  useHost(host);
  await feed.start();
  workspace.start();
  stop = $effect.root(() => {
    board = new Board(
      () => workspace.defaultPipeline,
      () => filter,
    );
  });
  flushSync();
  await vi.waitFor(() => expect(board.heads).toBeDefined());
  await vi.waitFor(() => expect(board.shown.isKnown).toBe(true));
  board.draw({
    place: 1,
    cardAt: (index) => (index < atHand ? cards[index] : undefined),
    loaded: () => cards.entries(),
    count: () => cards.length,
    reach: () => {
      atHand = cards.length;
      return Promise.resolve();
    },
    refresh: () => Promise.resolve(),
    focusCard: () => undefined,
  });
});
afterEach(() => {
  stop();
  workspace.stop();
  feed.stop();
});

/** UP-12 */
it('takes along all that are chosen, in the order of the board, as one move', async () => {
  board.selection.choose([cardKey(cleo), cardKey(ana)]);
  expect(board.taken(dora), 'a card that is not chosen goes alone').toEqual([dora]);
  const taken = board.taken(cleo);
  expect(taken).toEqual([ana, cleo]);
  const moving = board.place(taken, 2, null);
  expect(board.move?.cards, 'seen before the core has answered').toEqual([ana, cleo]);
  await moving;
  expect(board.move).toBeUndefined();
  const [request] = asked('cards_move') as CardsMoveRequest[];
  expect(request?.cards).toEqual([
    { kind: 'deal', deal_id: 1, revision: 7 },
    { kind: 'deal', deal_id: 3, revision: 7 },
  ]);
  expect(board.selection.empty).toBe(true);
});

it('takes the card that stands in a column by then, also under the key it had in the tray', () => {
  const key = cardKey({ deal_id: null, conversation_id: cleo.conversation_id });
  expect(board.taking(1, cardKey(cleo))).toEqual({ card: cleo, cards: [cleo] });
  expect(board.taking(1, key)?.card, 'it has just become a deal').toEqual(cleo);
  expect(board.taking(2, cardKey(cleo)), 'it stands in another column').toBeUndefined();
});

it('never drops cards above one of themselves', () => {
  expect(board.beforeAt(1, 1, [ben, cleo])).toBe(4);
  expect(board.beforeAt(1, 3, [dora])).toBeNull();
  expect(board.isThere(1, ben, cardKey(cleo))).toBe(true);
  expect(board.isThere(1, ben, cardKey(dora))).toBe(false);
});

/** UP-12 */
it('lets the next move wait for the one before, and moves the card as that left it', async () => {
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  host.answer('deal_move', async () => {
    await held;
    return { operation: 1 };
  });
  const first = board.place([ana], 2, null);
  const second = board.place([ana], 3, null);
  expect(asked('deal_move')).toHaveLength(1);
  cards[0] = { ...ana, revision: 8 };
  answer();
  await Promise.all([first, second]);
  expect(asked('deal_move')).toMatchObject([
    { stage_id: 2, revision: 7 },
    { stage_id: 3, revision: 8 },
  ]);
});

/** UP-12 */
it('reads the cards at the place of a drop first, when they are not there yet', async () => {
  atHand = 1;
  await board.drop(ana, [ana], 1, 2);
  expect(asked('deal_move')).toMatchObject([{ deal_id: 1, before_deal_id: 3 }]);
  await board.drop(ben, [ben], 1, 2);
  expect(asked('deal_move'), 'where it stands already').toHaveLength(1);
});

it('puts a card back when the core refuses', async () => {
  host.answer('deal_move', () => {
    throw { code: 'conflict', params: {} };
  });
  expect(await board.place([ana], 2, null)).toBe(false);
  expect(board.move).toBeUndefined();
});

/** UP-9, UP-10, UP-11 */
it('folds, hides and shows columns for the member, whatever a filter empties', async () => {
  const look = (id: number) => board.shown.look(stage(id), board.heads);
  expect([look(1), look(5)], 'archived stages come folded').toEqual(['open', 'folded']);
  board.shown.fold(stage(1), true);
  expect(look(1), 'at once').toBe('folded');
  await vi.waitFor(() => expect(kept).toMatchObject({ folded: { 1: true } }));
  board.shown.setVisible(stage(3), false);
  board.shown.setHideEmpty(true);
  await vi.waitFor(() => expect(kept).toMatchObject({ hidden: [3], hideEmpty: true }));
  filter = { v: 1, when: { all: [] } };
  await vi.waitFor(() => expect(board.heads?.columns[0]?.total).toBe(0));
  expect(look(1), 'not empty, only filtered').toBe('folded');
  expect(look(2)).toBe('hidden');
  board.shown.showAll();
  await vi.waitFor(() => expect(look(2)).toBe('open'));
});

/** UP-14 */
it('chooses all deals of the open columns for a bulk action, and lets go under another filter', async () => {
  board.selection.chooseAll();
  board.selection.toggle(cardKey(ben));
  expect(board.chosen).toEqual({
    kind: 'columns',
    pipeline_id: 1,
    filter: null,
    stage_ids: [1, 2, 3, 4],
    except: [2],
  });
  expect(board.selection.count(board.selectable)).toBe(3);
  filter = { v: 1, when: { all: [] } };
  await vi.waitFor(() => expect(board.chosen).toBeUndefined());
});
