import type { Later, Scheduled, TakenBack } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { attempt } from '$/shared/acts';
import { notifyError } from '$/shared/toast';
import { Query } from '$/sync';
import { m } from '$/paraglide/messages';

/**
 * Messages planned for later, of one conversation or everywhere, and what a person does about them.
 * Construct it while a component initialises.
 */
export class ScheduledMessages {
  readonly #query: Query<'scheduled_list'>;

  constructor(conversation: () => number | null | undefined = () => null) {
    this.#query = new Query(
      'scheduled_list',
      () => {
        const conversation_id = conversation();
        return conversation_id === undefined ? undefined : { conversation_id };
      },
      { entities: ['outbox', 'message'] },
    );
  }
  get state(): 'loading' | 'ready' | 'error' | 'offline' {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  get messages(): readonly Scheduled[] {
    return this.#query.data?.messages ?? [];
  }
  retry(): void {
    void this.#query.reload();
  }

  sendNow(message: Scheduled): void {
    void attempt(() => call('message_send_now', { message_id: message.message_id }));
  }
  change(message: Scheduled, text: string, later: Later): Promise<boolean> {
    return attempt(
      () => call('scheduled_change', { message_id: message.message_id, text, later }),
      m.scheduled_changed(),
    );
  }
  /** Cancels it: what it said stands in the composer of its conversation again. */
  async cancel(message: Scheduled): Promise<TakenBack | undefined> {
    try {
      return await call('message_take_back', { message_id: message.message_id });
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
}
