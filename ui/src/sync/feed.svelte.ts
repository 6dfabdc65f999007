import type { Counts } from '../ipc/bindings';
import { host } from '../ipc/client';
import type { FeedMessage } from '../ipc/host';

/** The rows of one entity that changed since the last turn; `every` when it may be any of them. */
export interface Change {
  ids: ReadonlySet<number>;
  every: boolean;
}
export type ChangeListener = (changes: ReadonlyMap<string, Change>) => void;
type Of<T extends FeedMessage['type']> = Extract<FeedMessage, { type: T }>;
/** Long work of the core. */
export type JobProgress = Omit<Of<'progress'>, 'type'>;
export type Arrival = Omit<Of<'arrived'>, 'type'>;
/** Something that wants to be told at once: a snoozed conversation is back, one was handed over, or tasks are due. */
export type News = Of<'returned'> | Of<'handed_over'> | Of<'due'>;

/** How long changes wait at most when the window draws no frames (milliseconds). */
const LONGEST_WAIT_MS = 100;

/**
 * The one subscription to the core's change feed. Messages of one frame are handed on together,
 * so a burst of a hundred mails costs every open view one reload.
 */
class Feed {
  #connected = $state(true);
  #started = $state(false);
  #counts = $state.raw<Counts>();
  #progress = $state.raw<ReadonlyMap<string, JobProgress>>(new Map());
  #listeners = new Map<ChangeListener, ReadonlySet<string>>();
  #arrivals = new Set<(arrival: Arrival) => void>();
  #news = new Set<(news: News) => void>();
  #pending = new Map<string, { ids: Set<number>; every: boolean }>();
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #missed = false;
  #stop: (() => void) | undefined;

  /** `false` while the core cannot be heard. */
  get connected(): boolean {
    return this.#connected;
  }
  /** Ask nothing before this: a change between an answer and the subscription would be missed. */
  get started(): boolean {
    return this.#started;
  }
  /** The counters as the feed last told them; `undefined` until it does. */
  get counts(): Counts | undefined {
    return this.#counts;
  }
  /** Long work going on, by the name of the job. */
  progress(job: string): JobProgress | undefined {
    return this.#progress.get(job);
  }

  /** Subscribes. A core that cannot be heard at the start is told by the first question, with its reason. */
  async start(): Promise<void> {
    try {
      this.#stop ??= await host().feed({
        onMessage: (message) => this.#receive(message),
        onConnected: (connected) => this.#setConnected(connected),
      });
    } finally {
      this.#started = true;
    }
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#unschedule();
    this.#pending.clear();
    this.#counts = undefined;
    this.#started = false;
  }

  /** Calls back when one of the entities changed. Returns the way to stop. */
  on(entities: readonly string[], listener: ChangeListener): () => void {
    this.#listeners.set(listener, new Set(entities));
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when a snoozed conversation is back or one was handed over. Returns the way to stop. */
  onNews(listener: (news: News) => void): () => void {
    this.#news.add(listener);
    return () => this.#news.delete(listener);
  }

  /** Calls back when a message of a customer arrived. Returns the way to stop. */
  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#arrivals.add(listener);
    return () => this.#arrivals.delete(listener);
  }

  #setConnected(connected: boolean): void {
    if (connected && !this.#connected) this.#reloadAll();
    this.#connected = connected;
  }

  #receive(message: FeedMessage): void {
    switch (message.type) {
      case 'changed':
        if (message.counts) this.#counts = message.counts;
        for (const { entity, ids } of message.changes) this.#note(entity, ids);
        this.#schedule();
        return;
      case 'lagged':
        this.#reloadAll();
        return;
      case 'progress': {
        const progress = new Map(this.#progress);
        if (message.done >= message.total) progress.delete(message.job);
        else progress.set(message.job, message);
        this.#progress = progress;
        return;
      }
      case 'arrived':
        for (const listener of this.#arrivals) listener(message);
        return;
      case 'returned':
      case 'handed_over':
      case 'due':
        for (const listener of this.#news) listener(message);
    }
  }

  #note(entity: string, ids: readonly number[]): void {
    const change = this.#pending.get(entity) ?? { ids: new Set(), every: false };
    for (const id of ids) change.ids.add(id);
    if (ids.length === 0) change.every = true;
    this.#pending.set(entity, change);
  }

  #reloadAll(): void {
    this.#missed = true;
    this.#counts = undefined;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== undefined) return;
    this.#frame = requestAnimationFrame(() => this.#dispatch());
    // A hidden window gets no frames; it still has to count unread messages.
    this.#timer = setTimeout(() => this.#dispatch(), LONGEST_WAIT_MS);
  }

  #unschedule(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = undefined;
  }

  #dispatch(): void {
    this.#unschedule();
    const pending = this.#pending;
    const missed = this.#missed;
    this.#pending = new Map();
    this.#missed = false;
    for (const [listener, entities] of this.#listeners) {
      const changes = new Map<string, Change>();
      for (const entity of entities) {
        const change = pending.get(entity);
        if (missed) changes.set(entity, { ids: change?.ids ?? new Set(), every: true });
        else if (change) changes.set(entity, change);
      }
      if (changes.size > 0) listener(changes);
    }
  }
}

export const feed = new Feed();
