import { CommandError } from '../ipc/client';
import { feed } from './feed.svelte';
import type { QueryState } from './query.svelte';

/** Rows asked for at once. */
export const PAGE = 50;
/** Pages kept around; the ones farthest from the screen go first. */
const KEPT = 24;

export interface Page<T> {
  total: number;
  rows: readonly T[];
}

export interface WindowedOptions<T> {
  /** Identifies the list (filter, sort, folder), read reactively; another value starts at the top again. `undefined` asks nothing. */
  list: () => string | undefined;
  load: (offset: number, limit: number) => Promise<Page<T>>;
  entities: readonly string[];
  /** What a row is, wherever it stands. */
  key?: (row: T) => number;
  /** While this holds (read reactively), rows are brought up to date where they stand; they move when it ends. */
  held?: () => boolean;
}

/**
 * A long list of which only the part on screen ± one page is held. When rows change, the visible
 * pages are asked again and replaced in place, so nothing blinks and the position stays.
 * Construct it while a component initialises; it stops with its owner.
 */
export class Windowed<T> {
  #pages = $state.raw<ReadonlyMap<number, readonly T[]>>(new Map());
  #total = $state<number>();
  #error = $state.raw<CommandError>();
  #options: WindowedOptions<T>;
  #list: string | undefined;
  /** Counts lists and refreshes: an answer to an older question is dropped. */
  #turn = 0;
  #asked = new Map<number, number>();
  /** What the newest question is answered by. */
  #filling: Promise<void> | undefined;
  #range = { first: 0, last: 0 };
  /** Rows stand where they stood, not where they belong. */
  #late = false;

  constructor(options: WindowedOptions<T>) {
    this.#options = options;
    $effect(() => {
      const list = options.list();
      if (list === this.#list) return;
      this.#list = list;
      this.#restart();
    });
    $effect(() => feed.on(options.entities, () => void this.refresh()));
    $effect(() => {
      if (options.held?.() !== true && this.#late) void this.refresh();
    });
  }

  /** Rows in the list; 0 before the first answer. */
  get total(): number {
    return this.#total ?? 0;
  }
  get error(): CommandError | undefined {
    return this.#error;
  }
  get state(): QueryState {
    if (this.#error) return this.#error.unreachable ? 'offline' : 'error';
    return this.#total === undefined ? 'loading' : 'ready';
  }

  /** The row at this place, `undefined` while its page is on the way. */
  row(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Every row at hand with its place, for looking one up by id. */
  *loaded(): IterableIterator<[number, T]> {
    for (const [page, rows] of this.#pages) {
      for (const [i, row] of rows.entries()) yield [page * PAGE + i, row];
    }
  }

  /** The list says which rows are on screen. */
  show(first: number, last: number): void {
    this.#range = { first, last };
    if (this.#list !== undefined) this.#fill();
  }

  /** Has the row at this place at hand, if there is one; a page that cannot be read now leaves it out. */
  async reach(index: number): Promise<void> {
    if (this.#list === undefined || index >= this.total || this.row(index) !== undefined) return;
    await this.#fetch(Math.floor(index / PAGE));
  }

  /**
   * Asks again for what is on screen; everything else is asked again when it comes into view. Resolves when that is
   * there: a refresh that begins meanwhile drops the answers to this one, so they are waited for together.
   */
  async refresh(): Promise<void> {
    if (this.#list === undefined) return;
    this.#turn++;
    this.#asked = new Map();
    this.#late = false;
    this.#filling = this.#fill();
    let filled;
    do {
      filled = this.#filling;
      await filled;
    } while (filled !== this.#filling);
  }

  #restart(): void {
    this.#turn++;
    this.#asked = new Map();
    this.#pages = new Map();
    this.#total = undefined;
    this.#error = undefined;
    this.#range = { first: 0, last: 0 };
    if (this.#list !== undefined) this.#filling = this.#fill();
  }

  async #fill(): Promise<void> {
    const { first, last } = this.#range;
    const end = this.#total === undefined ? 0 : Math.max(0, Math.ceil(this.#total / PAGE) - 1);
    const from = Math.max(0, Math.floor(first / PAGE) - 1);
    const to = Math.min(end, Math.floor(last / PAGE) + 1);
    const wanted = [];
    // The list may have shrunk below what is on screen: page 0 always tells the new total.
    for (let page = Math.min(from, to); page <= to; page++) {
      if (this.#asked.get(page) !== this.#turn) wanted.push(this.#fetch(page));
    }
    await Promise.all(wanted);
  }

  async #fetch(page: number): Promise<void> {
    const turn = this.#turn;
    this.#asked.set(page, turn);
    try {
      const answer = await this.#options.load(page * PAGE, PAGE);
      if (turn !== this.#turn) return;
      this.#error = undefined;
      if (this.#options.held?.() === true && this.#pages.has(page)) {
        this.#renew(answer.rows);
        return;
      }
      const grew = this.#total === undefined || answer.total > this.#total;
      this.#total = answer.total;
      this.#pages = this.#keep(new Map(this.#pages).set(page, answer.rows));
      if (grew) await this.#fill();
    } catch (cause) {
      if (turn !== this.#turn) return;
      if (!(cause instanceof CommandError)) throw cause;
      this.#asked.delete(page);
      this.#error = cause;
    }
  }

  /** Shows what became of rows without moving any. */
  #renew(rows: readonly T[]): void {
    const { key } = this.#options;
    if (!key) return;
    const fresh = new Map(rows.map((row) => [key(row), row]));
    const pages = new Map(this.#pages);
    for (const [page, old] of pages)
      pages.set(
        page,
        old.map((row) => fresh.get(key(row)) ?? row),
      );
    this.#pages = pages;
    this.#late = true;
  }

  /** Drops pages behind the new end and, when there are too many, those farthest away. */
  #keep(pages: Map<number, readonly T[]>): Map<number, readonly T[]> {
    const centre = (this.#range.first + this.#range.last) / 2 / PAGE;
    const far = [...pages.keys()].sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const page of far) {
      const beyond = page > 0 && page * PAGE >= (this.#total ?? 0);
      if (!beyond && pages.size <= KEPT) continue;
      pages.delete(page);
      this.#asked.delete(page);
    }
    return pages;
  }
}
