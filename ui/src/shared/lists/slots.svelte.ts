import { untrack } from 'svelte';
import { slices } from '../../lib/slices';
import type { DrawnRow, Rows } from './rows.svelte';

/** Rows made in one piece: to look at the clock after each costs more than it saves. */
const AT_ONCE = 3;

/** A row whose inside is made. */
export interface Slot<T> extends DrawnRow {
  /** The element it has; another row takes it over when this one goes. */
  slot: number;
  item: T;
  /** It has, or would take, the focus. */
  active: boolean;
  /** Its row has gone and no other has come yet: not to be seen. */
  parked: boolean;
}

export interface SlotsOptions<T> {
  rows: Rows;
  /** The row at a place; `undefined` while it is on its way. */
  item: (index: number) => T | undefined;
  /** Rows are on their way: what is parked waits for them. */
  busy?: () => boolean;
}

/**
 * The insides of the rows that a list draws. One is made after the other, those on screen first, in as many frames as it
 * takes; a row that comes takes over the element of one that went, so that only what differs is written anew.
 * What stands in a row must therefore hang on the row alone. Construct it while a component initialises.
 */
export class Slots<T> {
  #options: SlotsOptions<T>;
  /** Which element a row has. */
  #taken = $state.raw<ReadonlyMap<DrawnRow['key'], number>>(new Map());
  /** What each element shows, for as long as it is parked. */
  #shown = new Map<number, Slot<T>>();
  #made = 0;
  #stop: (() => void) | undefined;

  /** Rows to draw with their inside, from top to bottom, and what is parked. */
  readonly filled = $derived.by<readonly Slot<T>[]>(() => {
    const { rows, item } = this.#options;
    const before = this.#shown;
    const filled: Slot<T>[] = [];
    this.#shown = new Map();
    for (const row of rows.drawn) {
      const slot = this.#taken.get(row.key);
      const now = item(row.index);
      if (slot === undefined || now === undefined) continue;
      const shown = { ...row, slot, item: now, active: row.index === rows.active, parked: false };
      this.#shown.set(slot, shown);
      filled.push(shown);
    }
    // The focus, or an open menu, is not handed to another row: its element goes with its row.
    const focused = rows.focused;
    for (const slot of this.#taken.values()) {
      const old = before.get(slot);
      if (!old || this.#shown.has(slot) || old.active || old.index === focused) continue;
      const parked = { ...old, parked: true };
      this.#shown.set(slot, parked);
      filled.push(parked);
    }
    return filled;
  });
  /** Rows that are not loaded, or whose turn has not come. */
  readonly awaited = $derived.by<readonly DrawnRow[]>(() => {
    const { rows, item } = this.#options;
    return rows.drawn.filter(({ key, index }) => !this.#taken.has(key) || item(index) === undefined);
  });

  constructor(options: SlotsOptions<T>) {
    this.#options = options;
    $effect.pre(() => {
      const { rows, item } = options;
      const missing = rows.drawn.some(({ key, index }) => !this.#taken.has(key) && item(index) !== undefined);
      const parked = this.filled.some((slot) => slot.parked);
      if (missing || (parked && options.busy?.() !== true))
        this.#stop ??= slices.start(() => untrack(() => this.#next()));
    });
    $effect(() => () => this.#stop?.());
  }

  /** Makes the inside of some more rows, those on screen first; `true` when there are others. */
  #next(): boolean {
    const { rows, item, busy } = this.#options;
    const missing = rows.drawn.filter(({ key, index }) => !this.#taken.has(key) && item(index) !== undefined);
    const onScreen = missing.filter(({ index }) => rows.isSeen(index));
    const next = [...onScreen, ...missing.filter((row) => !onScreen.includes(row))].slice(0, AT_ONCE);
    const kept = this.filled.filter((slot) => !slot.parked);
    const spare = this.filled.filter((slot) => slot.parked);
    const waits = missing.length > next.length || busy?.() === true;
    const taken = next.map(({ key, index }): [DrawnRow['key'], number] => {
      if (rows.focused === index) queueMicrotask(() => rows.takeFocus(index));
      return [key, spare.shift()?.slot ?? this.#made++];
    });
    for (const { key, slot } of waits ? [...kept, ...spare] : kept) taken.push([key, slot]);
    this.#taken = new Map(taken);
    if (missing.length > next.length) return true;
    this.#stop = undefined;
    return false;
  }
}
