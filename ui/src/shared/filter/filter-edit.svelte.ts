import type { Condition } from '$/ipc/bindings';
import { fromCondition, isSingle, toCondition, type Chosen, type FilterKind, type Parts } from './filter';

/** A filter under a person's hands: reads and writes a condition that somebody else keeps. */
export class FilterEdit {
  readonly #read: () => Condition | null;
  readonly #write: (condition: Condition | null) => void;
  readonly #parts = $derived.by((): Parts => fromCondition(this.#read()));
  /** A kind whose chip was asked for and has no choice yet. */
  adding = $state<FilterKind>();
  /** Somebody looks at choices: their counts are wanted. */
  looking = $state(false);

  constructor(read: () => Condition | null, write: (condition: Condition | null) => void) {
    this.#read = read;
    this.#write = write;
  }

  get chosen(): Chosen {
    return this.#parts.chosen;
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
    this.#write(toCondition({ chosen: { ...this.chosen, [kind]: values }, rest: this.#parts.rest }));
  }
  clear(kind: FilterKind): void {
    if (this.adding === kind) this.adding = undefined;
    this.set(kind, []);
  }
  clearRest(): void {
    this.#write(toCondition({ chosen: this.chosen, rest: [] }));
  }
  reset(): void {
    this.adding = undefined;
    this.#write(null);
  }
}
