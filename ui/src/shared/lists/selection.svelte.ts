/** What is checked, for whoever acts on it: some rows by id, or all that the list finds but a few. */
export type Chosen = { ids: ReadonlySet<number> } | { all: true; except: ReadonlySet<number> };

/** Which rows are checked: some by name, or all that the list holds, also what was never loaded. */
export class Selection {
  /** While all are chosen: those that are not. */
  #ids = $state.raw<ReadonlySet<number>>(new Set());
  #all = $state(false);
  #anchor: number | undefined;

  /** Everything the filter finds is chosen, but for `except`. */
  get all(): boolean {
    return this.#all;
  }
  /** Chosen one by one; empty while all are chosen. */
  get ids(): ReadonlySet<number> {
    return this.#all ? new Set() : this.#ids;
  }
  get except(): ReadonlySet<number> {
    return this.#all ? this.#ids : new Set();
  }
  get chosen(): Chosen {
    return this.#all ? { all: true, except: this.#ids } : { ids: this.#ids };
  }
  has(id: number): boolean {
    return this.#ids.has(id) !== this.#all;
  }
  /** How many, in a list of `total`. */
  count(total: number): number {
    return this.#all ? Math.max(0, total - this.#ids.size) : this.#ids.size;
  }
  get empty(): boolean {
    return !this.#all && this.#ids.size === 0;
  }

  /** Checks or unchecks one row. */
  toggle(id: number, index?: number): void {
    this.#anchor = index;
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#ids = ids;
  }

  /** Checks everything from the last touched row to this one. */
  extend(index: number, idAt: (index: number) => number | undefined): void {
    const from = this.#anchor ?? index;
    const range = [];
    for (let i = Math.min(from, index); i <= Math.max(from, index); i++) {
      const id = idAt(i);
      if (id !== undefined) range.push(id);
    }
    this.#anchor = index;
    this.choose(range);
  }

  /** Checks these rows beside what is checked already. */
  choose(chosen: Iterable<number>): void {
    const ids = new Set(this.#ids);
    for (const id of chosen) {
      if (this.#all) ids.delete(id);
      else ids.add(id);
    }
    this.#ids = ids;
  }

  /** Everything the filter finds. */
  chooseAll(): void {
    this.#all = true;
    this.#ids = new Set();
  }
  clear(): void {
    this.#all = false;
    this.#ids = new Set();
    this.#anchor = undefined;
  }
}
