import type { Condition, Place } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { feed } from '$/sync';

interface Counted {
  key: string;
  place: Place | null;
  filter: Condition | null;
}

/** Everything that can move a conversation into a list or out of it. */
const ENTITIES = ['conversation', 'contact', 'tag', 'stage', 'field'];
/** A burst of mail costs one recount, not one per message (milliseconds). */
const QUIET_MS = 300;
/** "Overdue" and "today" change by themselves. */
const MINUTE_MS = 60_000;

/** How many conversations some lists hold: one question for all, asked again when anything was touched. */
export class LiveCounts {
  #totals = $state.raw<ReadonlyMap<string, number>>(new Map());
  #lists: () => readonly Counted[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(lists: () => readonly Counted[]) {
    this.#lists = lists;
    $effect(() => {
      // Another name or order of the views counts nothing anew.
      void JSON.stringify(lists().map(({ key, place, filter }) => [key, place, filter]));
      void this.#ask();
    });
    $effect(() => feed.on(ENTITIES, () => this.#soon(QUIET_MS)));
    $effect(() => {
      const beat = setInterval(() => this.#soon(0), MINUTE_MS);
      return () => {
        clearInterval(beat);
        clearTimeout(this.#timer);
      };
    });
  }

  /** `undefined` until it was counted. */
  of(key: string): number | undefined {
    return this.#totals.get(key);
  }

  #soon(wait: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, wait);
  }

  async #ask(): Promise<void> {
    const lists = this.#lists();
    if (lists.length === 0) return;
    const turn = ++this.#turn;
    try {
      const { totals } = await call('chats_counts', {
        lists: lists.map(({ place, filter }) => ({ place, filter })),
      });
      if (turn !== this.#turn) return;
      this.#totals = new Map(lists.map(({ key }, i) => [key, totals[i] ?? 0]));
    } catch (cause) {
      // The last counts stay; whoever opens the list is told what is wrong.
      if (!(cause instanceof CommandError)) throw cause;
    }
  }
}
