/** What a row of which nothing is known is taken for (pixels): two lines of a message. */
const LIKELY = 76;

/** Heights of rows as they were measured, by key; what was never drawn is guessed. */
export class Heights {
  #known = new Map<string, number>();

  /** `false`: it was known to be that. */
  set(key: string, height: number): boolean {
    if (this.#known.get(key) === height) return false;
    this.#known.set(key, height);
    return true;
  }
  clear(): void {
    this.#known.clear();
  }

  /** Where each row begins, and at last where the list ends. */
  offsets(keys: readonly string[]): Float64Array {
    const offsets = new Float64Array(keys.length + 1);
    let at = 0;
    keys.forEach((key, i) => {
      at += this.#known.get(key) ?? LIKELY;
      offsets[i + 1] = at;
    });
    return offsets;
  }
}

/** The row that stands at this height; 0 above all, the last one below all. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows that a part of the list touches: from `first` up to, not including, `end`. */
export function rowsWithin(
  offsets: Float64Array,
  top: number,
  bottom: number,
): { first: number; end: number } {
  if (offsets.length < 2) return { first: 0, end: 0 };
  return { first: rowAt(offsets, top), end: rowAt(offsets, bottom) + 1 };
}
