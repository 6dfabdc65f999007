/** How long a settled patch waits at most for the fresh data that contains it (milliseconds). */
const SETTLE_MS = 1000;

interface Patch<S> {
  apply: (state: S) => S;
  done: boolean;
}

/**
 * Shows what a person did before the core has answered. A patch is a pure function over the data
 * on screen; it is laid over the old data at once, taken away if the command fails, and let go
 * when fresh data has arrived.
 */
export class Overlay<S> {
  #patches = $state.raw<readonly Patch<S>[]>([]);

  /** The data as the person should see it. */
  view(state: S): S {
    return this.#patches.reduce((seen, patch) => patch.apply(seen), state);
  }

  /** Something shown is not confirmed by the core yet. */
  get pending(): boolean {
    return this.#patches.some((patch) => !patch.done);
  }

  /** Applies at once, runs the command, rolls back and rejects if it fails. */
  async run<R>(apply: (state: S) => S, command: () => Promise<R>): Promise<R> {
    const patch: Patch<S> = { apply, done: false };
    this.#patches = [...this.#patches, patch];
    try {
      const answer = await command();
      this.#replace(patch, { ...patch, done: true });
      setTimeout(() => this.settle(), SETTLE_MS);
      return answer;
    } catch (cause) {
      this.#patches = this.#patches.filter((other) => other !== patch);
      throw cause;
    }
  }

  /** Call when fresh data is there: confirmed patches are in it and can go. */
  settle(): void {
    if (this.#patches.some((patch) => patch.done))
      this.#patches = this.#patches.filter((patch) => !patch.done);
  }

  #replace(old: Patch<S>, patch: Patch<S>): void {
    this.#patches = this.#patches.map((other) => (other === old ? patch : other));
  }
}
