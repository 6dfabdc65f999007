import { host } from '../ipc/client';
import type { FeedMessage } from '../ipc/host';

/** The rows of one entity that changed since the last turn; `every` when messages may have been missed. */
export interface Change {
  ids: ReadonlySet<number>;
  every: boolean;
}
export type ChangeListener = (changes: ReadonlyMap<string, Change>) => void;

/** How long changes wait at most when the window draws no frames (milliseconds). */
const LONGEST_WAIT_MS = 100;

/**
 * The one subscription to the core's change feed. Messages of one frame are handed on together,
 * so a burst of a hundred mails costs every open view one reload.
 */
class Feed {
  #connected = $state(true);
  #listeners = new Map<ChangeListener, ReadonlySet<string>>();
  #pending = new Map<string, Set<number>>();
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #missed = false;
  #stop: (() => void) | undefined;

  /** `false` while the core cannot be heard. */
  get connected(): boolean {
    return this.#connected;
  }

  async start(): Promise<void> {
    this.#stop = await host().feed({
      onMessage: (message) => this.#receive(message),
      onConnected: (connected) => this.#setConnected(connected),
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#unschedule();
    this.#pending.clear();
  }

  /** Calls back when one of the entities changed. Returns the way to stop. */
  on(entities: readonly string[], listener: ChangeListener): () => void {
    this.#listeners.set(listener, new Set(entities));
    return () => this.#listeners.delete(listener);
  }

  #setConnected(connected: boolean): void {
    if (connected && !this.#connected) {
      this.#missed = true;
      this.#schedule();
    }
    this.#connected = connected;
  }

  #receive(message: FeedMessage): void {
    for (const { entity, ids } of message.changes) {
      const known = this.#pending.get(entity) ?? new Set();
      for (const id of ids) known.add(id);
      this.#pending.set(entity, known);
    }
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
        const ids = pending.get(entity);
        if (ids || missed) changes.set(entity, { ids: ids ?? new Set(), every: missed });
      }
      if (changes.size > 0) listener(changes);
    }
  }
}

export const feed = new Feed();
