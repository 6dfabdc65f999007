import { flushSync } from 'svelte';

/** How long pieces may take in one frame (milliseconds); laying out and painting what they made comes on top. */
const BUDGET_MS = 8;

/** One piece of a longer work: `true` when there is more of it. */
export type Piece = () => boolean;

/**
 * Long work of the page, done a piece at a time: as many pieces in a frame as the budget allows, at least one. The only
 * place that decides how much is done at once, so that two lists that fill themselves share a frame instead of adding up.
 */
class Slices {
  /** What is to be done, in the order in which it was asked for. */
  #works: readonly { piece: Piece }[] = [];
  #frame: number | undefined;

  /** Does it from the next frame on. Returns the way to leave off. */
  start(piece: Piece): () => void {
    const work = { piece };
    this.#works = [...this.#works, work];
    this.#schedule();
    return () => this.#drop(work);
  }

  /** Does it when what stands now has been painted. Returns the way to leave off. */
  startAfterPaint(piece: Piece): () => void {
    let stop: (() => void) | undefined;
    const frame = requestAnimationFrame(() => (stop = this.start(piece)));
    return () => {
      cancelAnimationFrame(frame);
      stop?.();
    };
  }

  #schedule(): void {
    if (this.#frame !== undefined || this.#works.length === 0) return;
    this.#frame = requestAnimationFrame(() => this.#run());
  }

  #run(): void {
    this.#frame = undefined;
    const end = performance.now() + BUDGET_MS;
    try {
      do this.#step();
      while (this.#works.length > 0 && performance.now() < end);
    } finally {
      this.#schedule();
    }
  }

  #step(): void {
    const [work] = this.#works;
    if (!work) return;
    let more = false;
    try {
      // What a piece changed is made now: else nobody would know what it cost.
      flushSync(() => (more = work.piece()));
    } finally {
      if (!more) this.#drop(work);
    }
  }

  #drop(work: { piece: Piece }): void {
    this.#works = this.#works.filter((other) => other !== work);
  }
}

export const slices = new Slices();
