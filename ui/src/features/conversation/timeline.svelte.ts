import { untrack } from 'svelte';
import type {
  Channel,
  Message,
  TimelineItem,
  TimelinePage,
  TimelineRequest,
  TimelineThread,
} from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { feed, Query } from '$/sync';
import {
  EVERYTHING,
  filterOf,
  hiddenUnread,
  isEverything,
  rememberFilter,
  showsMessages,
  type TimelineFilter,
} from './filter.svelte';
import { itemKey, join, merge, messageKey, threadRows, UNREAD, type Leaving, type ThreadRow } from './rows';

/** Items asked for at once; a screen shows about twenty. */
const PART = 60;
/** The most the core hands out at once. */
const MOST = 200;
/** Everything that can put a line on a timeline or change one. */
const ENTITIES = ['conversation', 'message', 'outbox', 'deal', 'task', 'tag', 'trigger', 'trigger_run'];

/**
 * The timeline of a conversation's customer: the latest part, or one around a message, kept fresh, and as much
 * before and after as was asked for. Construct it while a component initialises; it stops with its owner.
 */
export class Timeline {
  #items = $state.raw<readonly TimelineItem[]>([]);
  #leaving = $state.raw<readonly Leaving[]>([]);
  #threads = $state.raw<ReadonlyMap<number, TimelineThread>>(new Map());
  #pinned = $state.raw<readonly Message[]>([]);
  #error = $state.raw<CommandError>();
  #loaded = $state(false);
  #before = $state.raw<string | null>(null);
  #after = $state.raw<string | null>(null);
  #loadingMore = $state(false);
  #firstUnread = $state.raw<number>();
  #filter = $state.raw<TimelineFilter>(EVERYTHING);
  #choosing = $state(false);
  /** Goes up with each new beginning: another conversation, another filter, another place. */
  #start = $state(0);
  #conversation: number | undefined;
  #contact: () => number | undefined;
  #turn = 0;
  #busy = false;
  #again = false;
  #lastLeaving = 0;
  readonly #counts: Query<'timeline_counts'>;

  readonly rows: readonly ThreadRow[] = $derived.by(() =>
    threadRows(this.#items, this.#leaving, this.#firstUnread),
  );

  /** `contact`: whose conversation it is, once that is known. `target`: a message to begin at. */
  constructor(
    conversation: () => number | undefined,
    contact: () => number | undefined = () => undefined,
    target: () => number | undefined = () => undefined,
  ) {
    this.#contact = contact;
    $effect(() => {
      const id = conversation();
      if (id === this.#conversation) return;
      this.#conversation = id;
      untrack(() => this.#open(target()));
    });
    // What was chosen for this contact in another of their conversations.
    $effect(() => {
      const wanted = filterOf(contact());
      if (contact() !== undefined && wanted !== untrack(() => this.#filter))
        untrack(() => {
          this.#filter = wanted;
          this.#restart();
        });
    });
    $effect(() =>
      feed.on(ENTITIES, (changes) => {
        const own = changes.get('conversation');
        // Ids of new messages are not known yet, so every other entity may concern this thread.
        const concerns = changes.size > (own ? 1 : 0) || own?.every || this.#touches(own?.ids);
        if (!concerns) return;
        void this.reload();
        void this.#refreshEarlier(changes.get('message')?.ids);
      }),
    );
    this.#counts = new Query(
      'timeline_counts',
      () => {
        const conversation_id = conversation();
        const needed = this.#choosing || !isEverything(this.#filter);
        return conversation_id === undefined || !needed ? undefined : { conversation_id, scope: 'contact' };
      },
      { entities: ['conversation', 'message'] },
    );
  }

  get items(): readonly TimelineItem[] {
    return this.#items;
  }
  /** The conversations that it is made of. */
  get threads(): ReadonlyMap<number, TimelineThread> {
    return this.#threads;
  }
  /** Notes pinned to the top, oldest first. */
  get pinned(): readonly Message[] {
    return this.#pinned;
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
  /** There is more below: it was opened at a place of the past. */
  get hasNewer(): boolean {
    return this.#after !== null;
  }
  get loadingMore(): boolean {
    return this.#loadingMore;
  }
  /** Changes with each new beginning. */
  get start(): number {
    return this.#start;
  }
  /** The row to begin at; `undefined`: the end. */
  get startAt(): string | undefined {
    return this.#firstUnread === undefined ? undefined : UNREAD;
  }

  get filter(): TimelineFilter {
    return this.#filter;
  }
  set filter(filter: TimelineFilter) {
    this.#filter = filter;
    const contact = this.#contact();
    if (contact !== undefined) rememberFilter(contact, filter);
    this.#restart();
  }
  /** What lies in it, while somebody chooses what to show. */
  get counts() {
    return this.#counts.data;
  }
  set choosing(choosing: boolean) {
    this.#choosing = choosing;
  }
  /** Messages that were not seen and that the filter leaves out. */
  get hiddenUnread(): number {
    const counts = this.#counts.data;
    if (!counts || this.#conversation === undefined || isEverything(this.#filter)) return 0;
    return hiddenUnread(counts, this.#filter, this.#conversation);
  }
  showsMessages(channel: Channel): boolean {
    return showsMessages(this.#filter, channel);
  }
  /** Conversations in view in which something was not seen. */
  get unreadInView(): readonly number[] {
    if (!this.#loaded) return [];
    return [...this.#threads.values()]
      .filter((thread) => thread.unread > 0 && this.showsMessages(thread.channel))
      .map((thread) => thread.conversation_id);
  }

  /** The message of a conversation that came last, of those at hand; `null`: none of it is. */
  lastOf(conversation: number): number | null {
    const ids = this.#items
      .filter((item) => item.type === 'message')
      .filter((message) => message.conversation_id === conversation)
      .map((message) => message.id);
    return ids.length > 0 ? Math.max(...ids) : null;
  }

  /** Asks for the part at hand again. Calls while one is under way are answered by one more. */
  async reload(): Promise<void> {
    if (this.#conversation === undefined) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    const turn = this.#turn;
    try {
      const limit = Math.min(MOST, Math.max(PART, this.#items.length));
      const middle = this.hasNewer ? this.#middle() : undefined;
      if (middle === undefined) {
        const page = await this.#ask({ limit });
        if (turn === this.#turn) this.#take(page, limit);
      } else {
        const page = await this.#ask({ around: middle, limit });
        if (turn === this.#turn) this.#replace(page);
      }
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
    if (this.#before === null) return;
    await this.#more({ before: this.#before }, (page) => {
      this.#items = join(page.items, this.#items);
      this.#before = page.before;
    });
  }
  /** Brings the part after the newest one at hand. */
  async newer(): Promise<void> {
    if (this.#after === null) return;
    await this.#more({ after: this.#after }, (page) => {
      this.#items = join(this.#items, page.items);
      this.#after = page.after;
    });
  }
  /** Goes to the end, which is not at hand. */
  async latest(): Promise<void> {
    if (!this.hasNewer) return;
    this.#restart();
    await this.reload();
  }

  /** Brings a message into view: the key of its row, or `undefined` where it cannot be shown. */
  async find(message: number): Promise<string | undefined> {
    const key = messageKey(message);
    if (this.#items.some((item) => itemKey(item) === key)) return key;
    const turn = ++this.#turn;
    this.#busy = false;
    this.#again = false;
    try {
      const page = await this.#ask({ around: message, limit: PART });
      if (turn !== this.#turn) return undefined;
      this.#items = page.items;
      this.#before = page.before;
      this.#after = page.after;
      this.#learn(page);
      this.#loaded = true;
      this.#start++;
      return page.items.some((item) => itemKey(item) === key) ? key : undefined;
    } catch (cause) {
      if (turn === this.#turn) this.#fail(cause);
      return undefined;
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
    if (ids === undefined || this.#conversation === undefined) return false;
    return ids.size === 0 || ids.has(this.#conversation) || [...ids].some((id) => this.#threads.has(id));
  }

  #ask(part: Partial<TimelineRequest> & { limit: number }): Promise<TimelinePage> {
    const { scope, channels, kinds } = this.#filter;
    return call('timeline_page', {
      conversation_id: this.#conversation ?? 0,
      scope,
      channels: [...channels],
      kinds: [...kinds],
      before: null,
      after: null,
      around: null,
      ...part,
    });
  }

  async #more(part: Partial<TimelineRequest>, take: (page: TimelinePage) => void): Promise<void> {
    if (this.#conversation === undefined || this.#loadingMore) return;
    this.#loadingMore = true;
    const turn = this.#turn;
    try {
      const page = await this.#ask({ ...part, limit: PART });
      if (turn === this.#turn) take(page);
    } catch (cause) {
      if (turn === this.#turn) this.#fail(cause);
    } finally {
      if (turn === this.#turn) this.#loadingMore = false;
    }
  }

  /** Messages above the latest part that changed: they are asked for one by one. */
  async #refreshEarlier(ids: ReadonlySet<number> | undefined): Promise<void> {
    if (!ids || ids.size === 0 || this.#items.length <= PART) return;
    const earlier = this.#items
      .slice(0, -PART)
      .filter((item) => item.type === 'message' && ids.has(item.id))
      .slice(-PART);
    const turn = this.#turn;
    for (const { id } of earlier) {
      try {
        const page = await this.#ask({ around: id, limit: 1 });
        if (turn !== this.#turn) return;
        this.#replace(page);
      } catch (cause) {
        if (!(cause instanceof CommandError)) throw cause;
        // It is gone, or the core is; the next reload tells.
      }
    }
  }

  #take(page: TimelinePage, limit: number): void {
    const latest = page.items;
    const all = merge(this.#items, latest);
    // Only while everything at hand is in this answer does its cursor tell where the past begins.
    if (!this.#loaded || all.length === latest.length || latest.length < limit) this.#before = page.before;
    this.#items = latest.length < limit ? latest : all;
    this.#after = null;
    this.#pinned = page.pinned;
    const unread = this.#loaded ? undefined : (page.first_unread_id ?? undefined);
    if (unread !== undefined) this.#firstUnread = unread;
    this.#learn(page);
    this.#loaded = true;
    this.#error = undefined;
    // More came than one part holds: begin where reading stopped.
    if (unread !== undefined && !latest.some((item) => itemKey(item) === messageKey(unread)))
      void this.find(unread);
  }

  /** Takes what a part says about things that are at hand already. */
  #replace(page: TimelinePage): void {
    const fresh = new Map(page.items.map((item) => [itemKey(item), item]));
    this.#items = this.#items.map((item) => fresh.get(itemKey(item)) ?? item);
    this.#learn(page);
    this.#error = undefined;
  }

  #learn(page: TimelinePage): void {
    this.#threads = new Map(page.threads.map((thread) => [thread.conversation_id, thread]));
  }

  #middle(): number | undefined {
    const messages = this.#items.filter((item) => item.type === 'message');
    return messages[Math.floor(messages.length / 2)]?.id;
  }

  #fail(cause: unknown): void {
    if (!(cause instanceof CommandError)) throw cause;
    this.#error = cause;
  }

  #open(target: number | undefined): void {
    this.#filter = filterOf(undefined);
    this.#leaving = [];
    if (target === undefined || this.#conversation === undefined) this.#restart();
    else {
      this.#forget();
      void this.find(target);
    }
  }

  #forget(): void {
    this.#turn++;
    this.#busy = false;
    this.#again = false;
    this.#items = [];
    this.#threads = new Map();
    this.#pinned = [];
    this.#error = undefined;
    this.#loaded = false;
    this.#before = null;
    this.#after = null;
    this.#firstUnread = undefined;
    this.#loadingMore = false;
    this.#start++;
  }

  #restart(): void {
    this.#forget();
    void this.reload();
  }
}
