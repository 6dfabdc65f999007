import { untrack } from 'svelte';
import type { MessageFound, MessageSearchOrder, MessageSearchRequest, MessagesFound } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { Remembered } from '$/lib/remember.svelte';
import { Query } from '$/sync';
import { messageRows, personRows, type ResultRow } from './rows';

export type Scope = 'people' | 'messages';

/** Hits asked for at once. */
const PAGE = 50;
/** Searches that are remembered. */
const RECENT = 8;
/** Answers without a hit after which a person decides whether to look further back. */
const PATIENCE = 10;

/** The search field and what it finds. Construct it while a component initialises; it stops with its owner. */
export class Search {
  text = $state('');
  order = $state<MessageSearchOrder>('newest');
  /** Only in this conversation. */
  within = $state<number>();
  /** The row that Enter opens. */
  #active = $state(0);
  /** Chosen by hand; otherwise the text tells. */
  #scope = $state<Scope>();
  #later = $state.raw<readonly MessageFound[]>([]);
  #next = $state.raw<number | null>(null);
  #lookedBackTo = $state.raw<number | null>(null);
  #goingOn = $state(false);
  #error = $state.raw<CommandError>();
  #turn = 0;
  readonly #people: Query<'people_search'>;
  readonly #messages: Query<'message_search'>;
  readonly #recent = new Remembered<readonly string[]>('search.recent', []);

  readonly #shown: Scope = $derived.by(() => this.#choose());
  readonly rows: readonly ResultRow[] = $derived.by(() => {
    if (this.isEmpty) return [];
    if (this.scope === 'people') return personRows(this.#people.data?.people ?? []);
    return messageRows([...(this.#messages.data?.messages ?? []), ...this.#later]);
  });

  /** `open`: somebody looks at it; otherwise nothing is asked. */
  constructor(open: () => boolean) {
    const asks = () => open() && !this.isEmpty;
    this.#people = new Query(
      'people_search',
      () => (asks() && this.within === undefined ? { text: this.text, limit: PAGE } : undefined),
      { entities: ['contact', 'conversation'] },
    );
    this.#messages = new Query(
      'message_search',
      () => (asks() ? this.#request(null) : undefined),
      // Nothing moves under somebody who reads: what comes in stands in the lists.
      { entities: [] },
    );
    $effect(() => {
      const first = this.#messages.data;
      untrack(() => this.#begin(first));
    });
    $effect(() => {
      void this.text;
      void this.scope;
      untrack(() => (this.#active = 0));
    });
  }

  get isEmpty(): boolean {
    return this.text.trim() === '';
  }
  /** People, unless operators, a single conversation or the lack of people speak for messages. */
  get scope(): Scope {
    return this.#shown;
  }
  set scope(scope: Scope) {
    this.#scope = scope;
  }
  #choose(): Scope {
    if (this.within !== undefined) return 'messages';
    if (this.#scope) return this.#scope;
    if (/(^|\s)-?[a-z]+:\S/i.test(this.text)) return 'messages';
    const nobody = this.#people.data?.people.length === 0;
    return nobody && (this.#messages.data?.messages.length ?? 0) > 0 ? 'messages' : 'people';
  }
  get state(): 'empty' | 'loading' | 'ready' | 'error' | 'offline' {
    if (this.isEmpty) return 'empty';
    return this.scope === 'people' ? this.#people.state : this.#messages.state;
  }
  get error(): CommandError | undefined {
    return this.#error ?? (this.scope === 'people' ? this.#people.error : this.#messages.error);
  }
  retry(): void {
    this.#error = undefined;
    void (this.scope === 'people' ? this.#people : this.#messages).reload();
  }

  get active(): number {
    return Math.max(0, Math.min(this.#active, this.rows.length - 1));
  }
  set active(index: number) {
    this.#active = index;
  }

  /** How many were found, e.g. `3` or `50+`; empty while nothing is asked. */
  count(scope: Scope): string {
    const { data } = scope === 'people' ? this.#people : this.#messages;
    if (this.isEmpty || !data) return '';
    if ('people' in data) return `${data.people.length}${data.more ? '+' : ''}`;
    return `${data.messages.length + this.#later.length}${this.#next === null ? '' : '+'}`;
  }
  get answer(): MessagesFound | undefined {
    return this.isEmpty ? undefined : this.#messages.data;
  }
  /** There are more messages below, or may be. */
  get goesOn(): boolean {
    return this.scope === 'messages' && this.#next !== null;
  }
  get goingOn(): boolean {
    return this.#goingOn;
  }
  get lookedBackTo(): number | null {
    return this.#lookedBackTo;
  }

  get recent(): readonly string[] {
    return this.#recent.value;
  }
  /** Keeps the search, because something was opened from it. */
  remember(): void {
    const text = this.text.trim();
    if (text === '') return;
    this.#recent.value = [text, ...this.recent.filter((old) => old !== text)].slice(0, RECENT);
  }
  forget(): void {
    this.#recent.value = [];
  }

  /** Brings the next part of the messages, looking back until something is found or patience ends. */
  async more(): Promise<void> {
    if (this.#next === null || this.#goingOn) return;
    this.#goingOn = true;
    const turn = this.#turn;
    try {
      for (let tries = 0; tries < PATIENCE && this.#next !== null; tries++) {
        const found: MessagesFound = await call('message_search', this.#request(this.#next));
        if (turn !== this.#turn) return;
        this.#next = found.next;
        this.#lookedBackTo = found.looked_back_to;
        this.#later = [...this.#later, ...found.messages];
        if (found.messages.length > 0) break;
      }
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (turn === this.#turn) this.#error = cause;
    } finally {
      if (turn === this.#turn) this.#goingOn = false;
    }
  }

  #request(after: number | null): MessageSearchRequest {
    const { text, order, within } = this;
    return { text, order, conversation_id: within ?? null, after, limit: PAGE };
  }

  #begin(first: MessagesFound | undefined): void {
    this.#turn++;
    this.#goingOn = false;
    this.#error = undefined;
    this.#later = [];
    this.#next = first?.next ?? null;
    this.#lookedBackTo = first?.looked_back_to ?? null;
    if (first && first.messages.length === 0) void this.more();
  }
}
