import { untrack } from 'svelte';
import type {
  Board as Heads,
  BoardColumn,
  BulkSelection,
  Card,
  Condition,
  Money,
  MovedCard,
  Pipeline,
  Stage,
} from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { isArchived } from '$/shared/acts';
import { closing } from '$/shared/closing.svelte';
import { Selection } from '$/shared/lists/selection.svelte';
import { announce } from '$/shared/live.svelte';
import { notifyDone, notifyError } from '$/shared/toast';
import { Query, workspace } from '$/sync';
import { cardKey, TRAY, type Move, type Place } from './columns';
import { ShownColumns } from './shown.svelte';

/** What a board is made of; a change of any of these asks for its heads again. */
const HEADS = ['deal', 'stage', 'pipeline', 'conversation'];

export type Direction = 'left' | 'right' | 'up' | 'down';

/** What a drawn column offers the board. */
export interface DrawnColumn {
  place: Place;
  cardAt: (index: number) => Card | undefined;
  /** Cards at hand, with their places. */
  loaded: () => Iterable<[number, Card]>;
  count: () => number;
  /** Has the card at a place at hand: a column that was scrolled quickly may still be reading it. */
  reach: (index: number) => Promise<void>;
  refresh: () => Promise<void>;
  /** Gives the card the focus, if it stands here. */
  focusCard: (key: number) => void;
}

/** One board: its heads, what is chosen on it, and the moves a person makes. Construct it while a component initialises. */
export class Board {
  readonly shown = new ShownColumns();
  /** Which cards are checked, by [`cardKey`]; "all" are the deals of the columns that are open. */
  readonly selection = new Selection();
  readonly #pipeline: () => Pipeline | undefined;
  readonly #filter: () => Condition | null;
  readonly #heads: Query<'board_get'>;
  readonly #drawn = new Map<Place, DrawnColumn>();
  #move = $state.raw<Move>();
  /** The move that the core has not answered yet; the next one waits for it. */
  #underWay: Promise<boolean> | undefined;

  constructor(pipeline: () => Pipeline | undefined, filter: () => Condition | null) {
    this.#pipeline = pipeline;
    this.#filter = filter;
    this.#heads = new Query(
      'board_get',
      () => {
        const id = pipeline()?.id;
        return id === undefined ? undefined : { pipeline_id: id, filter: filter(), cards: 0 };
      },
      { entities: HEADS },
    );
    $effect(() => {
      // What was checked under another filter is not what is checked under this one.
      void [pipeline()?.id, JSON.stringify(filter())];
      untrack(() => this.selection.clear());
    });
  }

  get state() {
    return this.#heads.state;
  }
  get error() {
    return this.#heads.error;
  }
  get heads(): Heads | undefined {
    return this.#heads.data;
  }
  get filter(): Condition | null {
    return this.#filter();
  }
  reload(): void {
    void this.#heads.reload();
  }

  /** The move that is shown and not confirmed yet. */
  get move(): Move | undefined {
    return this.#move;
  }

  /** Open deals and their sums over the active stages. */
  get open(): { count: number; sums: Money[] } {
    const active = (this.heads?.columns ?? []).filter(
      (column) => workspace.stage(column.stage_id)?.group === 'active',
    );
    return { count: active.reduce((sum, column) => sum + column.total, 0), sums: addUp(active) };
  }

  /** Columns that lie open: "all" are the deals in these. */
  get openStages(): Stage[] {
    const stages = this.#pipeline()?.stages ?? [];
    return stages.filter((stage) => this.shown.look(stage, this.heads) === 'open');
  }
  /** Deals in the columns that lie open. */
  get selectable(): number {
    const ids = new Set(this.openStages.map((stage) => stage.id));
    return (this.heads?.columns ?? []).reduce(
      (sum, column) => sum + (ids.has(column.stage_id) ? column.total : 0),
      0,
    );
  }
  isChosen(card: Card): boolean {
    // "All" are deals; a New conversation in the tray is none yet.
    if (this.selection.all && card.deal_id === null) return false;
    return this.selection.has(cardKey(card));
  }
  /** What is chosen, as bulk actions take it; `undefined`: nothing. */
  get chosen(): BulkSelection | undefined {
    const pipeline = this.#pipeline();
    if (this.selection.empty || !pipeline) return undefined;
    if (!this.selection.all) return { kind: 'cards', keys: this.#inOrder(this.selection.ids) };
    return {
      kind: 'columns',
      pipeline_id: pipeline.id,
      filter: this.filter,
      stage_ids: this.openStages.map((stage) => stage.id),
      except: [...this.selection.except],
    };
  }
  /** The chosen keys as they stand on the board, from the left and from the top; what is not at hand comes last. */
  #inOrder(keys: ReadonlySet<number>): number[] {
    const seen = this.#loaded()
      .map(cardKey)
      .filter((key) => keys.has(key));
    const known = new Set(seen);
    return [...known, ...[...keys].filter((key) => !known.has(key))];
  }
  #loaded(): Card[] {
    return this.#places.flatMap((place) => {
      const column = this.#drawn.get(place);
      return [...(column?.loaded() ?? [])].sort(([a], [b]) => a - b).map(([, card]) => card);
    });
  }
  get #places(): Place[] {
    return [TRAY, ...(this.#pipeline()?.stages ?? []).map((stage) => stage.id)];
  }

  /** A column tells the board about itself while it is drawn. */
  draw(column: DrawnColumn): () => void {
    this.#drawn.set(column.place, column);
    return () => {
      if (this.#drawn.get(column.place) === column) this.#drawn.delete(column.place);
    };
  }

  /** The card at a place of a drawn column. */
  cardAt(place: Place, index: number): Card | undefined {
    return this.#drawn.get(place)?.cardAt(index);
  }

  /** What a drag let go at this place of a column: stays where it is, or moves there. */
  async drop(card: Card, cards: readonly Card[], place: Place, index: number): Promise<void> {
    await this.#drawn.get(place)?.reach(index);
    const before = this.beforeAt(place, index, cards);
    if (place === TRAY || (cards.length === 1 && this.isThere(place, card, before))) return;
    await this.place(cards, place, before);
  }

  /** A card as a drag takes it; `undefined`: it has left this column in the meantime. */
  taking(from: Place, key: number): { card: Card; cards: Card[] } | undefined {
    // A deal also under the key that its conversation had in the tray.
    const isIt = (one: Card) => cardKey(one) === key || -(one.conversation_id ?? 0) === key;
    for (const [, card] of this.#drawn.get(from)?.loaded() ?? [])
      if (isIt(card)) return { card, cards: this.taken(card) };
    return undefined;
  }
  /** What goes along when a card is taken: all that are chosen, if it is one of them. */
  taken(card: Card): Card[] {
    const { selection } = this;
    if (selection.all || !selection.has(cardKey(card))) return [card];
    const chosen = this.#loaded().filter((one) => selection.has(cardKey(one)));
    return chosen.some((one) => cardKey(one) === cardKey(card)) ? chosen : [card];
  }

  /** The card that ones dropped at this place would stand above; those that move do not count. */
  beforeAt(place: Place, index: number, moving: readonly Card[]): number | null {
    const column = this.#drawn.get(place);
    if (!column) return null;
    const keys = new Set(moving.map(cardKey));
    for (let at = index; at < column.count(); at++) {
      const card = column.cardAt(at);
      if (card && !keys.has(cardKey(card))) return cardKey(card);
    }
    return null;
  }
  /** Whether a card stands above that one already. */
  isThere(place: Place, card: Card, before: number | null): boolean {
    const column = this.#drawn.get(place);
    if (!column) return false;
    for (const [index, one] of column.loaded())
      if (cardKey(one) === cardKey(card)) return this.beforeAt(place, index, [card]) === before;
    return false;
  }

  /**
   * Moves cards: at once on screen, then in the core; back with the reason when that refuses.
   * A New conversation is accepted by it, or archived in an archived stage. A hand that is quicker than the core waits
   * here: the next move is of the cards as the one before it has left them. With `follow` the focus goes along.
   */
  async place(cards: readonly Card[], to: Place, before: number | null, follow = false): Promise<boolean> {
    while (this.#underWay) await this.#underWay;
    const now = cards.map((card) => this.#asItIs(card));
    const turn = this.#place(now, to, before, follow);
    this.#underWay = turn;
    let moved: boolean;
    try {
      moved = await turn;
    } finally {
      this.#underWay = undefined;
    }
    // Put back, or become a deal: what had the focus is no longer there.
    const [first] = now;
    if (follow && first && document.activeElement === document.body) this.#focus(cardKey(first));
    return moved;
  }
  #focus(key: number): void {
    for (const column of this.#drawn.values()) column.focusCard(key);
  }
  async #place(cards: readonly Card[], to: Place, before: number | null, follow: boolean): Promise<boolean> {
    const stage = workspace.stage(to);
    const [first] = cards;
    if (to === TRAY || !stage || !first) return false;
    const move: Move = { cards, to, before };
    this.#move = move;
    if (follow) this.#drawn.get(to)?.focusCard(cardKey(first));
    try {
      const { operation } =
        cards.length === 1 ? await commit(first, stage, before) : await commitAll(cards, stage, before);
      const said =
        cards.length === 1
          ? m.pipeline_moved({ client: first.client, stage: stage.name })
          : m.pipeline_moved_many({ count: cards.length, stage: stage.name });
      notifyDone(said, operation);
      announce(said);
      if (cards.length === 1 && first.deal_id !== null) closing.ask(first.deal_id, first.client, stage.group);
      if (cards.length > 1) this.selection.clear();
      await this.#refresh();
      return true;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      announce(m.pipeline_put_back());
      await this.#refresh();
      return false;
    } finally {
      if (this.#move === move) this.#move = undefined;
    }
  }
  /** The card as the columns have it by now, with its revision; from the tray it may have become a deal. */
  #asItIs(card: Card): Card {
    const { conversation_id } = card;
    const same = (one: Card) =>
      cardKey(one) === cardKey(card) || (card.deal_id === null && one.conversation_id === conversation_id);
    return this.#loaded().find(same) ?? card;
  }
  async #refresh(): Promise<void> {
    await Promise.all([this.#heads.reload(), ...[...this.#drawn.values()].map((column) => column.refresh())]);
  }

  /** The keyboard's way: to the neighbouring column, or up and down within this one. */
  async nudge(card: Card, from: Place, index: number, by: Direction): Promise<void> {
    if (by === 'up' || by === 'down') {
      if (from === TRAY) return;
      const column = this.#drawn.get(from);
      const target = by === 'up' ? index - 1 : index + 2;
      if (!column || target < 0 || target > column.count()) return;
      await this.place([card], from, this.beforeAt(from, target, [card]), true);
      return;
    }
    const cards = this.taken(card);
    const to = this.#places[this.#places.indexOf(from) + (by === 'left' ? -1 : 1)];
    if (to === undefined || to === TRAY) return;
    await this.place(cards, to, this.beforeAt(to, 0, cards), true);
  }
}

function commit(card: Card, stage: Stage, before: number | null): Promise<{ operation: number | null }> {
  if (card.deal_id !== null) {
    return call('deal_move', {
      deal_id: card.deal_id,
      stage_id: stage.id,
      before_deal_id: before,
      revision: card.revision,
    });
  }
  const conversation_id = card.conversation_id ?? 0;
  return isArchived(stage.group)
    ? call('conversation_archive', { conversation_id, stage_id: stage.id })
    : call('conversation_accept', { conversation_id, stage_id: stage.id, before_deal_id: before });
}

function commitAll(
  cards: readonly Card[],
  stage: Stage,
  before_deal_id: number | null,
): Promise<{ operation: number | null }> {
  const moved = cards.map(({ deal_id, conversation_id, revision }): MovedCard =>
    deal_id === null
      ? { kind: 'tray', conversation_id: conversation_id ?? 0 }
      : { kind: 'deal', deal_id, revision },
  );
  return call('cards_move', { cards: moved, stage_id: stage.id, before_deal_id });
}

/** Sums per currency, largest currency first. */
function addUp(columns: readonly BoardColumn[]): Money[] {
  const sums = new Map<string, number>();
  for (const { currency, amount_minor } of columns.flatMap((column) => column.sums)) {
    sums.set(currency, (sums.get(currency) ?? 0) + amount_minor);
  }
  return [...sums]
    .map(([currency, amount_minor]) => ({ currency, amount_minor }))
    .sort((a, b) => b.amount_minor - a.amount_minor);
}
