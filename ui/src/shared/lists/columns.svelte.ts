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
  /** Not shown before somebody asks for it. */
  optional?: boolean;
}

/** Columns that somebody else keeps, e.g. a saved view: their ids from left to right. */
export interface ColumnChoice {
  ids: readonly string[] | undefined;
  choose: (ids: readonly string[]) => void;
}

const NARROWEST = 48;

/** The columns of one table with the widths and choices a person made, remembered under `name`. */
export class Columns<Id extends string = string> {
  readonly all: readonly Column<Id>[];
  #widths: Remembered<Record<string, number>>;
  /** Ids from left to right; `null`: as they come. */
  #shown: Remembered<readonly string[] | null>;
  #elsewhere: () => ColumnChoice | undefined;

  constructor(
    name: string,
    all: readonly Column<Id>[],
    elsewhere: () => ColumnChoice | undefined = () => undefined,
  ) {
    this.all = all;
    this.#elsewhere = elsewhere;
    this.#widths = new Remembered(`columns.${name}.widths`, {});
    this.#shown = new Remembered<readonly string[] | null>(`columns.${name}.shown`, null);
  }

  get shown(): readonly Column<Id>[] {
    const ids = this.#elsewhere()?.ids ?? this.#shown.value;
    if (ids === null) return this.all.filter((column) => !column.optional);
    return ids.flatMap((id) => this.all.find((column) => column.id === id) ?? []);
  }
  isShown(id: Id): boolean {
    return this.shown.some((column) => column.id === id);
  }
  /** Hides or shows a column; the last one stays. */
  toggle(id: Id): void {
    const shown = this.shown.map((column) => column.id);
    if (!shown.includes(id)) this.#choose([...shown, id]);
    else if (shown.length > 1) this.#choose(shown.filter((other) => other !== id));
  }
  /** Puts a column at a place among the shown ones. */
  move(id: Id, to: number): void {
    const rest = this.shown.map((column) => column.id).filter((other) => other !== id);
    const place = Math.min(rest.length, Math.max(0, to));
    this.#choose([...rest.slice(0, place), id, ...rest.slice(place)]);
  }
  #choose(ids: readonly string[]): void {
    const elsewhere = this.#elsewhere();
    if (elsewhere) elsewhere.choose(ids);
    else this.#shown.value = ids;
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
