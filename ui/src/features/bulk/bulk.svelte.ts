import type { BulkDeed, BulkDone, BulkPreview, BulkSelection } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { announce } from '$/shared/live.svelte';
import { attempt } from '$/shared/acts';
import { notifyDone, notifyError } from '$/shared/toast';
import { m } from '$/paraglide/messages';
import { feed } from '$/sync';

/** A bulk action that waits for a yes. */
export interface Question {
  deed: BulkDeed;
  preview: BulkPreview;
}

/**
 * One action on whatever is selected: counted first, asked about where it reaches far, done as one.
 * Construct it while a component initialises.
 */
export class Bulk {
  readonly #selection: () => BulkSelection | undefined;
  readonly #ondone: () => void;
  /** Shown before it is done. */
  question = $state.raw<Question>();
  /** What could not be done, until it was read. */
  refused = $state.raw<BulkDone>();
  /** It is being counted or done. */
  busy = $state(false);
  #stopping = $state(false);

  /** `undefined`: nothing is selected. `ondone` is called when an action was done. */
  constructor(selection: () => BulkSelection | undefined, ondone: () => void) {
    this.#selection = selection;
    this.#ondone = ondone;
  }

  /** How far a long action is. */
  get progress() {
    return feed.progress('bulk');
  }
  get stopping(): boolean {
    return this.#stopping && this.progress !== undefined;
  }

  /** Does it, or asks first: where all of a list is meant, or customers would get messages. */
  async begin(deed: BulkDeed): Promise<void> {
    const selection = this.#selection();
    if (!selection || this.busy) return;
    this.busy = true;
    const preview = await this.#tried(() => call('bulk_preview', { selection, deed }));
    this.busy = false;
    if (!preview) return;
    const reachesFar = selection.kind === 'matching' || selection.kind === 'columns';
    if (reachesFar || preview.messages > 0) this.question = { deed, preview };
    else await this.#apply(selection, deed, preview, false);
  }

  /** The person said yes. */
  async confirm(sendMessages: boolean): Promise<void> {
    const selection = this.#selection();
    const question = this.question;
    this.question = undefined;
    if (selection && question) await this.#apply(selection, question.deed, question.preview, sendMessages);
  }

  stop(): void {
    this.#stopping = true;
    void attempt(() => call('bulk_cancel', {}));
  }

  async #apply(
    selection: BulkSelection,
    deed: BulkDeed,
    preview: BulkPreview,
    send_messages: boolean,
  ): Promise<void> {
    this.busy = true;
    this.#stopping = false;
    const request = { selection, deed, send_messages, expected: preview.total };
    const done = await this.#tried(() => call('bulk_apply', request));
    this.busy = false;
    if (!done) return;
    const text =
      done.left > 0
        ? m.bulk_stopped({ count: done.changed })
        : done.changed === 0 && done.refused === 0
          ? m.bulk_nothing()
          : m.bulk_done({ count: done.changed });
    notifyDone(text, done.operation);
    announce(text);
    if (done.refused > 0) this.refused = done;
    this.#ondone();
  }

  async #tried<R>(command: () => Promise<R>): Promise<R | undefined> {
    try {
      return await command();
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
}
