import type { ChatsFacets, ChatsSort, Condition, Field, Place } from '$/ipc/bindings';
import { Remembered } from '$/lib/remember.svelte';
import { Query } from '$/sync';
import { FilterEdit } from './filter-edit.svelte';

/** The order of a list that says none: what was last active first. */
export const NEWEST: ChatsSort = { column: 'activity', descending: true };

/** Which conversations, in which order: what `chats_page` takes beside the window. */
export interface ChatsQuery {
  /** `null`: every list but what is held back. */
  place: Place | null;
  filter: Condition | null;
  sort: ChatsSort;
}

/** A list as it comes: a folder or a view. */
export interface ListAsked {
  /** What a person changed about it is remembered under this. */
  key: string;
  place: Place | null;
  filter: Condition | null;
  sort?: ChatsSort;
  /** Columns from left to right; the usual ones where none are said. */
  columns?: readonly string[];
}

/** What a person changed about a list. */
export interface Own {
  filter?: Condition | null;
  sort?: ChatsSort;
  columns?: readonly string[];
}

/**
 * A list as a person looks at it: as it comes, with what they changed. The table and the board look at the same list
 * through it, so a filter set on one stands on the other.
 * Construct it while a component initialises.
 */
export class ListLens {
  /** Filters of this window's lists come back with it. */
  readonly #kept = new Remembered<Readonly<Record<string, Own>>>('chats.lists', {});
  readonly #list: () => ListAsked | undefined;
  readonly #facets: Query<'chats_facets'>;
  readonly #fields = new Query('field_list', () => ({}), { entities: ['field'] });
  readonly filter = new FilterEdit(
    () => this.query.filter,
    (filter) => this.change({ filter }),
  );

  /** `undefined`: which list it is, is not known yet. */
  constructor(list: () => ListAsked | undefined) {
    this.#list = list;
    this.#facets = new Query(
      'chats_facets',
      // Counted while somebody looks at choices, not with every message.
      () => (this.filter.looking ? { place: this.query.place, filter: this.query.filter } : undefined),
      { entities: ['conversation', 'contact', 'tag', 'stage'] },
    );
  }

  get list(): ListAsked | undefined {
    return this.#list();
  }
  get own(): Own {
    return this.#kept.value[this.list?.key ?? ''] ?? {};
  }
  /** What is shown. */
  get query(): ChatsQuery {
    const { filter, sort } = this.own;
    const { list } = this;
    return {
      place: list?.place ?? null,
      filter: filter === undefined ? (list?.filter ?? null) : filter,
      sort: sort ?? list?.sort ?? NEWEST,
    };
  }
  /** How many each choice of a filter would find; `undefined` while nobody looks. */
  get facets(): ChatsFacets | undefined {
    return this.#facets.data;
  }
  /** Fields of one's own that can be asked; `undefined` until they are known. */
  get fields(): readonly Field[] | undefined {
    return this.#fields.data?.fields.map(({ field }) => field);
  }
  change(part: Own): void {
    const key = this.list?.key;
    if (key !== undefined) this.#kept.value = { ...this.#kept.value, [key]: { ...this.own, ...part } };
  }
  /** Whether it differs from the list as it comes. */
  get isChanged(): boolean {
    const { filter, sort, columns } = this.own;
    const { list } = this;
    const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
    return !(
      (filter === undefined || same(filter, list?.filter ?? null)) &&
      (sort === undefined || same(sort, list?.sort ?? NEWEST)) &&
      (columns === undefined || same(columns, list?.columns))
    );
  }
  /** Back to the list as it comes. */
  discard(): void {
    const { [this.list?.key ?? '']: _, ...rest } = this.#kept.value;
    this.#kept.value = rest;
  }
}
