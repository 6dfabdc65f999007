import type { TimelineItem } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { feed } from '$/sync';
import { itemKey, merge, threadRows, type Leaving, type ThreadRow } from './rows';

/** Items asked for at once; a screen shows about twenty. */
const PART = 60;
/** The most the core hands out at once. */
const MOST = 200;
/** Everything that can put a line on a timeline or change one. */
const ENTITIES = ['conversation', 'message', 'outbox', 'deal', 'task', 'tag', 'trigger', 'trigger_run'];

/**
 * The thread of one conversation: the latest part, kept fresh, and as much of the past as was asked for.
 * Construct it while a component initialises; it stops with its owner.
 */
export class Timeline {
  #items = $state.raw<readonly TimelineItem[]>([]);
  #leaving = $state.raw<readonly Leaving[]>([]);
  #error = $state.raw<CommandError>();
  #loaded = $state(false);
  #before = $state.raw<string | null>(null);
  #loadingOlder = $state(false);
  #conversation: number | undefined;
  #turn = 0;
  #busy = false;
  #again = false;
  #lastLeaving = 0;

  readonly rows: readonly ThreadRow[] = $derived.by(() => threadRows(this.#items, this.#leaving));

  constructor(conversation: () => number | undefined) {
    $effect(() => {
      const id = conversation();
      if (id === this.#conversation) return;
      this.#conversation = id;
      this.#restart();
    });
    $effect(() =>
      feed.on(ENTITIES, (changes) => {
        const own = changes.get('conversation');
        // Ids of new messages are not known yet, so every other entity may concern this thread.
        const concerns = changes.size > (own ? 1 : 0) || own?.every || this.#touches(own?.ids);
        if (concerns) void this.reload();
      }),
    );
  }

  get items(): readonly TimelineItem[] {
    return this.#items;
  }
  get error(): CommandError | undefined {
    return this.#error;
  }
  get state(): 'loading' | 'ready' | 'error' {
    if (this.#error && !this.#loaded) return 'error';
    return this.#loaded ? 'ready' : 'loading';
  }
  /** There is more above. */
  get hasOlder(): boolean {
    return this.#before !== null;
  }
  get loadingOlder(): boolean {
    return this.#loadingOlder;
  }

  /** Asks for the latest part again. Calls while one is under way are answered by one more. */
  async reload(): Promise<void> {
    const conversation_id = this.#conversation;
    if (conversation_id === undefined) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    const turn = this.#turn;
    try {
      const limit = Math.min(MOST, Math.max(PART, this.#items.length));
      const page = await call('timeline_page', { conversation_id, before: null, limit });
      if (turn === this.#turn) this.#take(page.items, page.before, limit);
    } catch (cause) {
      if (turn === this.#turn) this.#fail(cause);
    } finally {
      if (turn === this.#turn) {
        this.#busy = false;
        if (this.#again) {
          this.#again = false;
          void this.reload();
        }
      }
    }
  }

  /** Brings the part before the oldest one at hand. */
  async older(): Promise<void> {
    const conversation_id = this.#conversation;
    const before = this.#before;
    if (conversation_id === undefined || before === null || this.#loadingOlder) return;
    this.#loadingOlder = true;
    const turn = this.#turn;
    try {
      const page = await call('timeline_page', { conversation_id, before, limit: PART });
      if (turn !== this.#turn) return;
      const known = new Set(this.#items.map(itemKey));
      this.#items = [...page.items.filter((item) => !known.has(itemKey(item))), ...this.#items];
      this.#before = page.before;
    } catch (cause) {
      if (turn === this.#turn) this.#fail(cause);
    } finally {
      if (turn === this.#turn) this.#loadingOlder = false;
    }
  }

  /** Shows a message at once, until `arrive` or `takeBack`. */
  leave(text: string, options: { note: boolean; files: readonly string[]; at: number }): number {
    const id = --this.#lastLeaving;
    this.#leaving = [...this.#leaving, { id, text, ...options }];
    return id;
  }
  /** The core has it: the real one takes its place without a gap. */
  async arrive(id: number): Promise<void> {
    await this.reload();
    this.takeBack(id);
  }
  takeBack(id: number): void {
    this.#leaving = this.#leaving.filter((leaving) => leaving.id !== id);
  }

  #touches(ids: ReadonlySet<number> | undefined): boolean {
    return (
      ids !== undefined && this.#conversation !== undefined && (ids.size === 0 || ids.has(this.#conversation))
    );
  }

  #take(latest: readonly TimelineItem[], before: string | null, limit: number): void {
    const all = merge(this.#items, latest);
    // Only while everything at hand is in this answer does its cursor tell where the past begins.
    if (!this.#loaded || all.length === latest.length || latest.length < limit) this.#before = before;
    this.#items = latest.length < limit ? latest : all;
    this.#loaded = true;
    this.#error = undefined;
  }

  #fail(cause: unknown): void {
    if (!(cause instanceof CommandError)) throw cause;
    this.#error = cause;
  }

  #restart(): void {
    this.#turn++;
    this.#busy = false;
    this.#again = false;
    this.#items = [];
    this.#leaving = [];
    this.#error = undefined;
    this.#loaded = false;
    this.#before = null;
    this.#loadingOlder = false;
    void this.reload();
  }
}
