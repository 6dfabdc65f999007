import type { Block, BlockAddRequest, HeldMessage } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { notifyDone } from '$/shared/toast';
import { Query, type QueryState } from '$/sync';

/** Held-back messages asked for at once. */
const PAGE = 50;

/** Whom and what the shop does not want to hear from, and what that held back (UC-27). */
export class Blocklist {
  readonly #blocks = new Query('block_list', () => ({}), { entities: ['block', 'conversation', 'message'] });
  readonly #held = new Query('held_list', () => ({ before: null, limit: this.#wanted }), {
    entities: ['block', 'message'],
  });
  #wanted = $state(PAGE);

  get state(): QueryState {
    return this.#blocks.state;
  }
  get error(): CommandError | undefined {
    return this.#blocks.error ?? this.#held.error;
  }
  retry(): void {
    void this.#blocks.reload();
    void this.#held.reload();
  }
  get blocks(): readonly Block[] {
    return this.#blocks.data?.blocks ?? [];
  }
  get heldState(): QueryState {
    return this.#held.state;
  }
  get held(): readonly HeldMessage[] {
    return this.#held.data?.messages ?? [];
  }
  get heldTotal(): number {
    return this.#held.data?.total ?? 0;
  }
  get more(): boolean {
    return this.#held.data?.more ?? false;
  }
  showMore(): void {
    this.#wanted += PAGE;
  }

  /** `undefined`: it was entered; otherwise why not. */
  async add(request: BlockAddRequest, shown: string): Promise<CommandError | undefined> {
    try {
      const { operation } = await call('block_add', request);
      notifyDone(m.block_added({ value: shown }), operation);
      return undefined;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      return cause;
    }
  }
  lift(block: Block, release: boolean): Promise<boolean> {
    return attempt(
      () => call('block_lift', { block_id: block.id, release }),
      release && block.held_messages > 0
        ? m.block_lifted_released({ count: block.held_messages })
        : m.block_lifted(),
    );
  }
  release(message: HeldMessage): void {
    void attempt(
      () => call('held_release', { message_id: message.id }),
      m.block_released({ client: message.client }),
    );
  }
}
