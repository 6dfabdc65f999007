/**
 * A value that survives a restart, for what belongs to this window and not to the shop: pane sizes,
 * column widths, the theme. Anything the shop would miss goes through a command instead.
 */
export class Remembered<T> {
  #value = $state.raw() as T;
  #key: string;

  constructor(key: string, initial: T) {
    this.#key = `runnel.${key}`;
    this.#value = read(this.#key, initial);
  }

  get value(): T {
    return this.#value;
  }
  set value(value: T) {
    this.#value = value;
    try {
      localStorage.setItem(this.#key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage only means that the next start begins with the default.
    }
  }
}

function read<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}
