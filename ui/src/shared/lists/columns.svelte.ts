import { Remembered } from '../../lib/remember.svelte';

/** A column of a DataGrid. Widths are pixels. */
export interface Column<Id extends string = string> {
  id: Id;
  title: () => string;
  width: number;
  min?: number;
  /** Takes what room is left, at least `width`. */
  grow?: boolean;
  align?: 'start' | 'end';
  sortable?: boolean;
}

const NARROWEST = 48;

/** The columns of one table with the widths and choices a person made, remembered under `name`. */
export class Columns<Id extends string = string> {
  readonly all: readonly Column<Id>[];
  #widths: Remembered<Record<string, number>>;
  #hidden: Remembered<readonly string[]>;

  constructor(name: string, all: readonly Column<Id>[]) {
    this.all = all;
    this.#widths = new Remembered(`columns.${name}.widths`, {});
    this.#hidden = new Remembered<readonly string[]>(`columns.${name}.hidden`, []);
  }

  get shown(): readonly Column<Id>[] {
    return this.all.filter((column) => !this.#hidden.value.includes(column.id));
  }
  isShown(id: Id): boolean {
    return !this.#hidden.value.includes(id);
  }
  /** Hides or shows a column; the last one stays. */
  toggle(id: Id): void {
    if (this.isShown(id) && this.shown.length === 1) return;
    const hidden = this.#hidden.value;
    this.#hidden.value = hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id];
  }

  width(column: Column<Id>): number {
    return this.#widths.value[column.id] ?? column.width;
  }
  resize(column: Column<Id>, width: number): void {
    const wide = Math.round(Math.max(column.min ?? NARROWEST, width));
    this.#widths.value = { ...this.#widths.value, [column.id]: wide };
  }
  /** Back to the width it came with. */
  reset(column: Column<Id>): void {
    const { [column.id]: _, ...rest } = this.#widths.value;
    this.#widths.value = rest;
  }

  /** For `grid-template-columns`. */
  get template(): string {
    return this.shown
      .map((column) => (column.grow ? `minmax(${this.width(column)}px, 1fr)` : `${this.width(column)}px`))
      .join(' ');
  }
  /** Pixels below which the table scrolls sideways. */
  get narrowest(): number {
    return this.shown.reduce((sum, column) => sum + this.width(column), 0);
  }
}
