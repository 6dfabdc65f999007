import type { Condition } from '$/ipc/bindings';
import { fromCondition, isSingle, toCondition, type Chosen, type FilterKind, type Parts } from './filter';
import type { FieldIs, FieldTest } from './types';

/** A filter under a person's hands: reads and writes a condition that somebody else keeps. */
export class FilterEdit {
  readonly #read: () => Condition | null;
  readonly #write: (condition: Condition | null) => void;
  readonly #parts = $derived.by((): Parts => fromCondition(this.#read()));
  /** A kind whose chip was asked for and has no choice yet. */
  adding = $state<FilterKind>();
  /** The field of one's own whose chip is open: it stays while nothing is asked of it. */
  asking = $state<number>();
  /** Somebody looks at choices: their counts are wanted. */
  looking = $state(false);

  constructor(read: () => Condition | null, write: (condition: Condition | null) => void) {
    this.#read = read;
    this.#write = write;
  }

  get chosen(): Chosen {
    return this.#parts.chosen;
  }
  /** What has to stand in fields of one's own. */
  get fields(): readonly FieldTest[] {
    return this.#parts.fields;
  }
  /** Clauses that say more than the bar can show. */
  get rest(): number {
    return this.#parts.rest.length;
  }
  get isEmpty(): boolean {
    return this.#read() === null;
  }
  has(kind: FilterKind, value: string): boolean {
    return this.chosen[kind]?.includes(value) === true;
  }

  toggle(kind: FilterKind, value: string): void {
    const now = this.chosen[kind] ?? [];
    if (now.includes(value))
      this.set(
        kind,
        now.filter((other) => other !== value),
      );
    else this.set(kind, isSingle(kind) ? [value] : [...now, value]);
  }
  set(kind: FilterKind, values: readonly string[]): void {
    this.#change({ chosen: { ...this.chosen, [kind]: values } });
  }
  /** What has to stand in a field; `undefined`: it does not matter any more. */
  ask(field: number, is: FieldIs | undefined): void {
    const at = this.fields.findIndex((test) => test.field === field);
    const asked = is === undefined ? [] : [{ field, is }];
    const fields = [...this.fields];
    fields.splice(at < 0 ? fields.length : at, at < 0 ? 0 : 1, ...asked);
    this.#change({ fields });
  }
  clear(kind: FilterKind): void {
    if (this.adding === kind) this.adding = undefined;
    this.set(kind, []);
  }
  clearField(field: number): void {
    if (this.asking === field) this.asking = undefined;
    this.ask(field, undefined);
  }
  clearRest(): void {
    this.#change({ rest: [] });
  }
  reset(): void {
    this.adding = undefined;
    this.asking = undefined;
    this.#write(null);
  }

  #change(part: Partial<Parts>): void {
    this.#write(toCondition({ ...this.#parts, ...part }));
  }
}
