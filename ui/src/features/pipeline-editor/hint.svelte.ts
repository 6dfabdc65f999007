import { call, CommandError } from '$/ipc/client';
import { notifyError } from '$/shared/toast';
import { Query } from '$/sync';

/** The name of the member's setting; `true` once the hint was put away. */
const SETTING = 'pipeline.hint_read';

/** The advice to begin small (UP-16): there until a member has put it away, on every pipeline and in every window. */
export class StartSmallHint {
  readonly #query = new Query('member_setting_get', () => ({ key: SETTING }), {
    entities: ['member_setting'],
  });
  /** It was put away here, and that is on its way. */
  #away = $state(false);

  /** Not before it is known: what comes and goes at once would only flicker. */
  get isShown(): boolean {
    return this.#query.data !== undefined && this.#query.data.value !== true && !this.#away;
  }

  async putAway(): Promise<void> {
    this.#away = true;
    try {
      await call('member_setting_set', { key: SETTING, value: true });
      await this.#query.reload();
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
    } finally {
      this.#away = false;
    }
  }
}
