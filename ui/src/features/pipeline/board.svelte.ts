import type { Board as Heads, BoardColumn, Card, Money, Pipeline, Stage } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { isArchived } from '$/shared/acts';
import { announce } from '$/shared/live.svelte';
import { notifyDone, notifyError } from '$/shared/toast';
import { Remembered } from '$/lib/remember.svelte';
import { Query, workspace } from '$/sync';
import { TRAY, type Move, type Place } from './columns';

/** What a board is made of; a change of any of these asks for its heads again. */
const HEADS = ['deal', 'stage', 'pipeline', 'conversation'];

/** What a drawn column offers the board. */
export interface DrawnColumn {
  place: Place;
  keyAt: (index: number) => number | undefined;
  count: () => number;
  refresh: () => Promise<void>;
  focusCard: (key: number) => void;
}

/** One board: its heads, which columns are folded, and the moves a person makes on it. */
export class Board {
  #heads: Query<'board_get'>;
  #drawn = new Map<Place, DrawnColumn>();
  #move = $state.raw<Move>();
  /** Archived stages are folded until a person opens them: they only take drops most of the day. */
  #folded = new Remembered<Record<number, boolean>>('pipeline.folded', {});

  constructor(pipeline: () => Pipeline | undefined) {
    this.#heads = new Query(
      'board_get',
      () => {
        const id = pipeline()?.id;
        return id === undefined ? undefined : { pipeline_id: id, cards: 0 };
      },
      { entities: HEADS },
    );
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

  isFolded(stage: Stage): boolean {
    return this.#folded.value[stage.id] ?? isArchived(stage.group);
  }
  fold(stage: Stage, folded: boolean): void {
    this.#folded.value = { ...this.#folded.value, [stage.id]: folded };
  }

  /** A column tells the board about itself while it is drawn. */
  draw(column: DrawnColumn): () => void {
    this.#drawn.set(column.place, column);
    return () => {
      if (this.#drawn.get(column.place) === column) this.#drawn.delete(column.place);
    };
  }

  /** The card that one dropped at this place would stand above; the dragged card itself does not count. */
  beforeAt(place: Place, index: number, moving: number): number | null {
    const column = this.#drawn.get(place);
    if (!column) return null;
    for (let at = index; at < column.count(); at++) {
      const key = column.keyAt(at);
      if (key !== undefined && key !== moving) return key;
    }
    return null;
  }

  /**
   * Moves a card: at once on screen, then in the core; back with the reason when that refuses.
   * A New conversation is accepted by it, or archived in an archived stage.
   */
  async place(card: Card, from: Place, to: Place, before: number | null): Promise<boolean> {
    const stage = workspace.stage(to);
    if (to === TRAY || !stage) return false;
    const move: Move = { card, from, to, before };
    this.#move = move;
    try {
      const { operation } = await commit(card, stage, before);
      const said = m.pipeline_moved({ client: card.client, stage: stage.name });
      notifyDone(said, operation);
      announce(said);
      await Promise.all([
        this.#heads.reload(),
        this.#drawn.get(from)?.refresh(),
        this.#drawn.get(to)?.refresh(),
      ]);
      return true;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      await this.#drawn.get(from)?.refresh();
      return false;
    } finally {
      if (this.#move === move) this.#move = undefined;
    }
  }

  /** The keyboard's way: to the neighbouring column, or up and down within this one. */
  async nudge(
    card: Card,
    key: number,
    from: Place,
    index: number,
    by: 'left' | 'right' | 'up' | 'down',
  ): Promise<void> {
    if (by === 'up' || by === 'down') {
      if (from === TRAY) return;
      const column = this.#drawn.get(from);
      const target = by === 'up' ? index - 1 : index + 2;
      if (!column || target < 0 || target > column.count()) return;
      if (await this.place(card, from, from, this.beforeAt(from, target, key))) column.focusCard(key);
      return;
    }
    const places = [TRAY, ...(this.heads?.columns ?? []).map((column) => column.stage_id)];
    const to = places[places.indexOf(from) + (by === 'left' ? -1 : 1)];
    if (to === undefined || to === TRAY) return;
    // The tray's cards become deals: their new key is known only when the column has them.
    if (await this.place(card, from, to, this.beforeAt(to, 0, key))) this.#drawn.get(to)?.focusCard(key);
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
