import { untrack } from 'svelte';
import type { ChatRow, ChatsSort, Money } from '$/ipc/bindings';
import { call } from '$/ipc/client';
import {
  accept,
  addTag,
  archive,
  chooseStage,
  markRead,
  markUnread,
  putInCharge,
  removeTag,
  setPrice,
} from '$/shared/acts';
import type { FilterEdit } from '$/shared/filter/filter-edit.svelte';
import { ListLens, type ChatsQuery, type ListAsked } from '$/shared/filter/list-lens.svelte';
import { Columns } from '$/shared/lists/columns.svelte';
import { Selection } from '$/shared/lists/selection.svelte';
import { Overlay, Windowed } from '$/sync';
import { CHAT_COLUMNS, nextSort, type ChatColumn } from './columns';

/** Everything that can change a row of the chat table. */
const ENTITIES = [
  'conversation',
  'contact',
  'message',
  'deal',
  'task',
  'tag',
  'source',
  'member',
  'stage',
  'field',
];
/** How long the rows stay where they are after the pointer last moved over them (milliseconds). */
const HOLD_MS = 1500;

/**
 * One list of conversations: which rows, in which order, and what a person does to a row.
 * Construct it while a component initialises; it stops with its owner.
 */
export class Inbox {
  readonly columns = new Columns<ChatColumn>('chats', CHAT_COLUMNS, () =>
    this.#list()?.columns?.length
      ? {
          ids: this.lens.own.columns ?? this.#list()?.columns,
          choose: (columns) => this.lens.change({ columns }),
        }
      : undefined,
  );
  readonly lens: ListLens;
  readonly #chats: Windowed<ChatRow>;
  readonly #overlay = new Overlay<ChatRow>();
  readonly #list: () => ListAsked | undefined;
  /** The pointer is about to press something: no row moves away from under it. */
  #held = $state(false);
  #release: ReturnType<typeof setTimeout> | undefined;
  /** Which rows are checked; a bulk action takes `selection.chosen` together with `query`. */
  readonly selection = new Selection();
  /** The row under the keyboard; single keys act on it. */
  cursor = $state.raw<number>();
  /** The row whose stage menu a key has opened. */
  choosingStage = $state.raw<number>();

  /** `undefined`: which list it is, is not known yet. */
  constructor(list: () => ListAsked | undefined) {
    this.#list = list;
    this.lens = new ListLens(list);
    this.#chats = new Windowed<ChatRow>({
      list: () => (list() ? JSON.stringify(this.query) : undefined),
      load: (offset, limit) => call('chats_page', { ...this.query, offset, limit }),
      entities: ENTITIES,
      key: (row) => row.id,
      held: () => this.#held,
    });
    $effect(() => {
      // What was checked in another list is not what is checked in this one.
      void [this.query.place, JSON.stringify(this.query.filter)];
      untrack(() => this.selection.clear());
    });
    $effect(() => {
      // Fresh rows hold what was shown ahead of them.
      void this.#chats.row(0);
      untrack(() => this.#overlay.settle());
    });
  }

  /** What is shown. */
  get query(): ChatsQuery {
    return this.lens.query;
  }
  get filter(): FilterEdit {
    return this.lens.filter;
  }
  get total(): number {
    return this.#chats.total;
  }
  get state(): Windowed<ChatRow>['state'] {
    return this.#chats.state;
  }
  get error(): Windowed<ChatRow>['error'] {
    return this.#chats.error;
  }
  get sort(): ChatsSort {
    return this.query.sort;
  }
  sortBy(column: ChatColumn): void {
    this.lens.change({ sort: nextSort(this.sort, column) });
  }
  /** The pointer moved over the rows: they keep their order for a moment. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#release);
    this.#release = setTimeout(() => this.release(), HOLD_MS);
  }
  /** Rows may move: the pointer left, or somebody did something of which they want to see the outcome. */
  release(): void {
    clearTimeout(this.#release);
    this.#held = false;
  }

  row(index: number): ChatRow | undefined {
    const row = this.#chats.row(index);
    return row && this.#overlay.view(row);
  }
  find(id: number | undefined): ChatRow | undefined {
    for (const [, row] of this.#chats.loaded()) if (row.id === id) return this.#overlay.view(row);
    return undefined;
  }
  /** The place of a conversation among the rows at hand. */
  indexOf(id: number | undefined): number | undefined {
    for (const [index, row] of this.#chats.loaded()) if (row.id === id) return index;
    return undefined;
  }
  show(first: number, last: number): void {
    this.#chats.show(first, last);
  }
  retry(): void {
    void this.#chats.refresh();
  }

  async accept(row: ChatRow): Promise<void> {
    this.release();
    await accept(row.id);
  }
  /** A New conversation goes to the archive at once; one in work needs a stage that says how it ended. */
  async archive(row: ChatRow): Promise<void> {
    this.release();
    if (row.folder === 'new') await archive(row.id);
    else this.choosingStage = row.id;
  }
  async moveTo(row: ChatRow, stage_id: number): Promise<void> {
    await this.#ahead(row, { stage_id }, () => chooseStage(row, stage_id));
  }
  async putInCharge(row: ChatRow, responsible_id: number | null): Promise<void> {
    await this.#ahead(row, { responsible_id }, () => putInCharge(row.id, responsible_id));
  }
  async toggleTag(row: ChatRow, tag: { id: number; name: string }): Promise<void> {
    const worn = row.tag_ids.includes(tag.id);
    const tag_ids = worn ? row.tag_ids.filter((id) => id !== tag.id) : [...row.tag_ids, tag.id];
    await this.#ahead(row, { tag_ids }, () => (worn ? removeTag(row.id, tag.id) : addTag(row.id, tag.name)));
  }
  async setPrice(row: ChatRow, price: Money | null): Promise<void> {
    const { deal_id } = row;
    if (deal_id !== null) await this.#ahead(row, { price }, () => setPrice(deal_id, price));
  }
  async toggleUnread(row: ChatRow): Promise<void> {
    const seen = row.unread > 0 || row.marked_unread;
    await this.#ahead(row, seen ? { unread: 0, marked_unread: false } : { marked_unread: true }, () =>
      seen ? markRead(row.id) : markUnread(row.id),
    );
  }

  /** Shows the change in the row before the core has answered, and takes it back if it refuses. */
  async #ahead(row: ChatRow, change: Partial<ChatRow>, command: () => Promise<boolean>): Promise<void> {
    this.release();
    const apply = (shown: ChatRow) => (shown.id === row.id ? { ...shown, ...change } : shown);
    await this.#overlay.attempt(apply, command);
  }
}

/** Whether the table shows this conversation as not seen yet. */
export function isUnread(row: ChatRow): boolean {
  return row.unread > 0 || row.marked_unread;
}
