import { untrack } from 'svelte';
import type { Conversation, Later, Message, TakenBack } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import * as acts from '$/shared/acts';
import { notifyError } from '$/shared/toast';
import { Overlay, Query } from '$/sync';
import { Routes } from './routes.svelte';
import { Timeline } from './timeline.svelte';

/** Everything that shows around the thread. Drafts are not in it: the composer is ahead of what is saved. */
const ENTITIES = [
  'conversation',
  'contact',
  'message',
  'outbox',
  'deal',
  'stage',
  'task',
  'tag',
  'source',
  'welcome',
];
/** Changes of these name other rows than the conversation's own, so any of them may concern it. */
const OTHERS: readonly string[] = [
  'contact',
  'deal',
  'stage',
  'task',
  'tag',
  'source',
  'welcome',
  'message',
  'outbox',
];

/** What the composer hands over. */
export interface Outgoing {
  text: string;
  files: readonly { id: number; name: string }[];
  /** Send it although something still stands between double braces. */
  asWritten?: boolean;
  /** When; nothing: after the undo-send window. */
  later?: Later;
}

/**
 * The conversation in the window: its head, its thread and what a person does to it.
 * Construct it while a component initialises; it stops with its owner.
 */
export class OpenConversation {
  readonly timeline: Timeline;
  readonly routes: Routes;
  readonly #query: Query<'conversation_get'>;
  readonly #overlay = new Overlay<Conversation>();
  readonly #id: () => number | undefined;
  /** Marked unread by hand while open: stays so until it is opened again (UC-24). */
  #keptUnread: number | undefined;

  /** `target`: a message of it to begin at. */
  constructor(id: () => number | undefined, target: () => number | undefined = () => undefined) {
    this.#id = id;
    this.#query = new Query(
      'conversation_get',
      () => {
        const conversation_id = id();
        return conversation_id === undefined ? undefined : { conversation_id };
      },
      {
        entities: ENTITIES,
        touches: (ids, data, entity) => OTHERS.includes(entity) || (data !== undefined && ids.has(data.id)),
      },
    );
    this.timeline = new Timeline(id, () => this.data?.contact.id, target);
    this.routes = new Routes(() => this.data?.id);
    $effect(() => {
      void this.#query.data;
      untrack(() => this.#overlay.settle());
    });
    $effect(() => {
      if (id() !== this.#keptUnread) this.#keptUnread = undefined;
    });
    $effect(() => {
      const { data } = this;
      const { unreadInView, state } = this.timeline;
      // What the timeline was opened at has to be known before it counts as seen.
      const seen = data && this.timeline.showsMessages(data.channel);
      if (state === 'ready' && ((seen && (data.unread > 0 || data.marked_unread)) || unreadInView.length > 0))
        this.#seeNow();
    });
    $effect(() => {
      const onvisible = () => this.#seeNow();
      document.addEventListener('visibilitychange', onvisible);
      return () => document.removeEventListener('visibilitychange', onvisible);
    });
  }

  /** `undefined` until it has arrived, also while another one is on the way. */
  get data(): Conversation | undefined {
    const { data } = this.#query;
    return data && data.id === this.#id() ? this.#overlay.view(data) : undefined;
  }
  get state(): 'loading' | 'ready' | 'error' {
    if (this.data) return 'ready';
    return this.#query.error ? 'error' : 'loading';
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
    void this.timeline.reload();
  }

  accept(): void {
    if (this.data) void acts.accept(this.data.id);
  }
  /** Without a stage: "Not a lead". */
  async archive(stage: number | null = null): Promise<boolean> {
    return this.data !== undefined && acts.archive(this.data.id, stage);
  }
  async chooseStage(stage: number): Promise<boolean> {
    return this.data !== undefined && acts.chooseStage(this.data, stage);
  }
  putInCharge(member: number | null): void {
    const { data } = this;
    if (!data) return;
    void this.#overlay.attempt(
      (shown) => ({ ...shown, responsible_id: member }),
      () => acts.putInCharge(data.id, member),
    );
  }
  markUnread(): void {
    if (!this.data) return;
    this.#keptUnread = this.data.id;
    void acts.markUnread(this.data.id);
  }

  /** Shows the reply at once. `false`: the core did not take it, the text is still the composer's. */
  send({ text, files, asWritten = false, later }: Outgoing): Promise<boolean> {
    const route = this.routes.chosen;
    return this.#leave({ text, files }, false, async (here) => {
      const conversation_id = (await this.routes.conversation(route, this.data?.contact.id)) ?? here;
      await call('message_send', {
        conversation_id,
        text,
        attachment_ids: files.map((file) => file.id),
        as_written: asWritten,
        later: later ?? null,
      });
    });
  }
  addNote({ text, files }: Outgoing): Promise<boolean> {
    return this.#leave({ text, files }, true, (conversation_id) =>
      call('note_add', { conversation_id, text, attachment_ids: files.map((file) => file.id) }),
    );
  }

  /** Takes a message back before it leaves. */
  cancel(message: Message): Promise<boolean> {
    return acts.attempt(() => call('message_cancel', { message_id: message.id }));
  }
  /** Takes a message back as if it had never been written; `undefined`: it cannot be. */
  async takeBack(message: Message): Promise<TakenBack | undefined> {
    try {
      return await call('message_take_back', { message_id: message.id });
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
  sendNow(message: Message): void {
    void acts.attempt(() => call('message_send_now', { message_id: message.id }));
  }
  sendAgain(message: Message): void {
    void acts.attempt(() => call('message_retry', { message_id: message.id }));
  }
  confirmSent(message: Message): void {
    void acts.attempt(() => call('message_confirm_sent', { message_id: message.id }));
  }
  pinNote(note: Message, pinned: boolean): Promise<boolean> {
    return acts.attempt(
      () => call('note_pin', { message_id: note.id, pinned }),
      pinned ? m.timeline_note_pinned() : m.timeline_note_unpinned(),
    );
  }
  editNote(note: Message, text: string): Promise<boolean> {
    return acts.attempt(() => call('note_edit', { message_id: note.id, text }), m.timeline_note_changed());
  }
  deleteNote(note: Message): Promise<boolean> {
    return acts.attempt(() => call('note_delete', { message_id: note.id }), m.timeline_note_deleted());
  }
  tickStep(step: string, done: boolean): void {
    void acts.attempt(() => call('welcome_tick', { step, done }));
  }

  async #leave(
    { text, files }: Outgoing,
    note: boolean,
    command: (conversation: number) => Promise<unknown>,
  ): Promise<boolean> {
    const conversation = this.#id();
    if (conversation === undefined) return false;
    const names = files.map((file) => file.name);
    const leaving = this.timeline.leave(text, { note, files: names, at: Date.now() });
    try {
      await command(conversation);
      await this.timeline.arrive(leaving);
      return true;
    } catch (cause) {
      this.timeline.takeBack(leaving);
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return false;
    }
  }

  /** What is on a window that nobody can see has not been read. */
  #seeNow(): void {
    const { data } = this;
    if (!data || document.hidden || this.#keptUnread === data.id) return;
    if (this.timeline.state !== 'ready') return;
    // A message that the filter leaves out has not been seen (PO-12).
    if (this.timeline.showsMessages(data.channel) && (data.unread > 0 || data.marked_unread))
      void acts.markRead(data.id, this.timeline.lastOf(data.id));
    for (const id of this.timeline.unreadInView)
      if (id !== data.id) void acts.markRead(id, this.timeline.lastOf(id));
  }
}
