import { call, CommandError, type CommandName, type RequestOf, type ResponseOf } from '../ipc/client';
import { feed } from './feed.svelte';

export type QueryState = 'loading' | 'ready' | 'error' | 'offline';

export interface QueryOptions<C extends CommandName> {
  /** Changes of these entities load the answer again. */
  entities: readonly string[];
  /** Loads again only if one of these ids is touched; everything counts when left out. */
  touches?: (ids: ReadonlySet<number>, data: ResponseOf<C> | undefined, entity: string) => boolean;
}

/**
 * One answer of the core, kept fresh. Construct it while a component initialises (or inside
 * `$effect.root`); it follows its request and stops with its owner. Data stays while it refreshes,
 * and an answer that was overtaken by a newer question is dropped.
 */
export class Query<C extends CommandName> {
  #data = $state.raw<ResponseOf<C>>();
  #error = $state.raw<CommandError>();
  #busy = $state(false);
  #turn = 0;
  #request: () => RequestOf<C> | undefined;
  readonly command: C;

  /** `request` is read reactively; `undefined` means there is nothing to ask now. */
  constructor(command: C, request: () => RequestOf<C> | undefined, options: QueryOptions<C>) {
    this.command = command;
    this.#request = request;

    let asked: string | undefined;
    $effect(() => {
      const wanted = request();
      const key = JSON.stringify(wanted);
      if (wanted === undefined) {
        asked = undefined;
        this.#turn++;
        this.#data = undefined;
        this.#error = undefined;
        this.#busy = false;
      } else if (key !== asked) {
        asked = key;
        void this.reload();
      }
    });
    $effect(() =>
      feed.on(options.entities, (changes) => {
        const { touches } = options;
        const concerns = [...changes].some(
          ([entity, change]) => change.every || !touches || touches(change.ids, this.#data, entity),
        );
        if (concerns) void this.reload();
      }),
    );
  }

  /** The last good answer; for a moment that of the previous request. */
  get data(): ResponseOf<C> | undefined {
    return this.#data;
  }
  get error(): CommandError | undefined {
    return this.#error;
  }
  /** `loading` only before the first answer: a refresh never takes away what is shown. */
  get state(): QueryState {
    if (this.#error) return this.#error.unreachable ? 'offline' : 'error';
    return this.#data === undefined ? 'loading' : 'ready';
  }
  /** A question is on its way. */
  get refreshing(): boolean {
    return this.#busy;
  }

  /** Replaces the answer at hand, for a command whose response is the new state. */
  set(data: ResponseOf<C>): void {
    this.#turn++;
    this.#data = data;
    this.#error = undefined;
    this.#busy = false;
  }

  async reload(): Promise<void> {
    const request = this.#request();
    if (request === undefined) return;
    const turn = ++this.#turn;
    this.#busy = true;
    try {
      const data = await call(this.command, request);
      if (turn !== this.#turn) return;
      this.#data = data;
      this.#error = undefined;
    } catch (cause) {
      if (turn !== this.#turn) return;
      if (!(cause instanceof CommandError)) throw cause;
      this.#error = cause;
    }
    this.#busy = false;
  }
}
