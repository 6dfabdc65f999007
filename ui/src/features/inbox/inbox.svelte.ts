import { untrack } from 'svelte';
import type { ChatRow, ChatsSort, Condition, Folder, Money, Place } from '$/ipc/bindings';
import { call } from '$/ipc/client';
import { Remembered } from '$/lib/remember.svelte';
import { accept, archive, chooseStage, markRead, markUnread, putInCharge, setPrice } from '$/shared/acts';
import { Columns } from '$/shared/lists/columns.svelte';
import { Selection } from '$/shared/lists/selection.svelte';
import { Overlay, Windowed, workspace } from '$/sync';
import { CHAT_COLUMNS, NEWEST, nextSort, type ChatColumn } from './columns';

/** Everything that can change a row of the chat table. */
const ENTITIES = ['conversation', 'contact', 'message', 'deal', 'task', 'tag', 'source', 'member', 'stage'];

/** Which conversations, in which order: what `chats_page` takes beside the window. */
export interface ChatsQuery {
  /** `null`: every list but what is held back. */
  place: Place | null;
  filter: Condition | null;
  sort: ChatsSort;
}

/**
 * One folder of conversations: which rows, in which order, and what a person does to a row.
 * Construct it while a component initialises; it stops with its owner.
 */
export class Inbox {
  readonly columns = new Columns<ChatColumn>('chats', CHAT_COLUMNS);
  readonly #sort = new Remembered<ChatsSort>('chats.sort', NEWEST);
  readonly #chats: Windowed<ChatRow>;
  readonly #overlay = new Overlay<ChatRow>();
  readonly #folder: () => Folder;
  /** Which rows are checked; a bulk action takes `selection.chosen` together with `query`. */
  readonly selection = new Selection();
  /** The row under the keyboard; single keys act on it. */
  cursor = $state.raw<number>();
  /** The row whose stage menu a key has opened. */
  choosingStage = $state.raw<number>();

  constructor(folder: () => Folder) {
    this.#folder = folder;
    this.#chats = new Windowed<ChatRow>({
      list: () => JSON.stringify(this.query),
      load: (offset, limit) => call('chats_page', { ...this.query, offset, limit }),
      entities: ENTITIES,
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
    return { place: this.#folder(), filter: null, sort: this.#sort.value };
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
    return this.#sort.value;
  }
  sortBy(column: ChatColumn): void {
    this.#sort.value = nextSort(this.#sort.value, column);
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
    await accept(row.id);
  }
  /** A New conversation goes to the archive at once; one in work needs a stage that says how it ended. */
  async archive(row: ChatRow): Promise<void> {
    if (row.folder === 'new') await archive(row.id);
    else this.choosingStage = row.id;
  }
  async moveTo(row: ChatRow, stage_id: number): Promise<void> {
    await this.#ahead(row, { stage_id }, () => chooseStage(row, stage_id));
  }
  async putInCharge(row: ChatRow, responsible_id: number | null): Promise<void> {
    await this.#ahead(row, { responsible_id }, () => putInCharge(row.id, responsible_id));
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
    const apply = (shown: ChatRow) => (shown.id === row.id ? { ...shown, ...change } : shown);
    await this.#overlay
      .run(apply, async () => {
        if (!(await command())) throw new Refused();
      })
      .catch((cause: unknown) => {
        if (!(cause instanceof Refused)) throw cause;
      });
  }
}

/** The core said no, and that has been told. */
class Refused extends Error {}

/** Whether the table shows this conversation as not seen yet. */
export function isUnread(row: ChatRow): boolean {
  return row.unread > 0 || row.marked_unread;
}

/** How many conversations a folder holds; `undefined` until the workspace is there. */
export function folderCount(folder: Folder): number | undefined {
  return workspace.counts?.[folder];
}
