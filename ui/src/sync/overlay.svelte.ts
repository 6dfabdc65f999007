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
    const patch = this.#lay(apply);
    try {
      const answer = await command();
      this.#keep(patch);
      return answer;
    } catch (cause) {
      this.#drop(patch);
      throw cause;
    }
  }

  /** The same with a command that says by itself why it was refused: `false` rolls back. */
  async attempt(apply: (state: S) => S, command: () => Promise<boolean>): Promise<boolean> {
    const patch = this.#lay(apply);
    let done = false;
    try {
      done = await command();
    } finally {
      if (done) this.#keep(patch);
      else this.#drop(patch);
    }
    return done;
  }

  /** Call when fresh data is there: confirmed patches are in it and can go. */
  settle(): void {
    if (this.#patches.some((patch) => patch.done))
      this.#patches = this.#patches.filter((patch) => !patch.done);
  }

  #lay(apply: (state: S) => S): Patch<S> {
    const patch: Patch<S> = { apply, done: false };
    this.#patches = [...this.#patches, patch];
    return patch;
  }
  #keep(patch: Patch<S>): void {
    this.#patches = this.#patches.map((other) => (other === patch ? { ...patch, done: true } : other));
    setTimeout(() => this.settle(), SETTLE_MS);
  }
  #drop(patch: Patch<S>): void {
    this.#patches = this.#patches.filter((other) => other !== patch);
  }
}
