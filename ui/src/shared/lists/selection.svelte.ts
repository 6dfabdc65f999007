/** Which rows are checked: some by name, or all that the list holds. */
export class Selection {
  #ids = $state.raw<ReadonlySet<number>>(new Set());
  #all = $state(false);
  #anchor: number | undefined;

  /** Everything the filter finds, also what was never loaded. */
  get all(): boolean {
    return this.#all;
  }
  get ids(): ReadonlySet<number> {
    return this.#ids;
  }
  has(id: number): boolean {
    return this.#all || this.#ids.has(id);
  }
  /** How many, in a list of `total`. */
  count(total: number): number {
    return this.#all ? total : this.#ids.size;
  }
  get empty(): boolean {
    return !this.#all && this.#ids.size === 0;
  }

  /** Checks or unchecks one row. While all are chosen, unchecking one starts over with none: "all but one" is no filter. */
  toggle(id: number, index?: number): void {
    this.#anchor = index;
    if (this.#all) {
      this.clear();
      return;
    }
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#ids = ids;
  }

  /** Checks everything from the last touched row to this one. */
  extend(index: number, idAt: (index: number) => number | undefined): void {
    const from = this.#anchor ?? index;
    const ids = new Set(this.#ids);
    for (let i = Math.min(from, index); i <= Math.max(from, index); i++) {
      const id = idAt(i);
      if (id !== undefined) ids.add(id);
    }
    this.#anchor = index;
    this.#ids = ids;
  }

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
