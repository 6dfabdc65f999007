import type { Board as Heads, Stage } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { isArchived } from '$/shared/acts';
import { notifyError } from '$/shared/toast';
import { Query } from '$/sync';

/** The name of the member's setting. */
const SETTING = 'board.columns';

/** How a member wants the columns of boards; what it does not name is as it comes. */
interface Wanted {
  /** By stage: folded or not. Archived stages come folded: most of the day they only take drops. */
  folded: Readonly<Record<string, boolean>>;
  /** Stages that are not shown (UP-11). */
  hidden: readonly number[];
  /** Stages without a card are not shown (UP-10). */
  hideEmpty: boolean;
}
const AS_IT_COMES: Wanted = { folded: {}, hidden: [], hideEmpty: false };

export type Look = 'open' | 'folded' | 'hidden';

/** Which columns a member sees, and how wide. Kept for the member, on every board and in every window. */
export class ShownColumns {
  readonly #query = new Query('member_setting_get', () => ({ key: SETTING }), {
    entities: ['member_setting'],
  });
  /** What was chosen here and is on its way. */
  #ahead = $state.raw<Wanted>();
  readonly #wanted = $derived(this.#ahead ?? asWanted(this.#query.data?.value));

  /** Before this is known nothing is drawn: columns would jump. */
  get isKnown(): boolean {
    return this.#query.data !== undefined || this.#query.error !== undefined;
  }
  get hideEmpty(): boolean {
    return this.#wanted.hideEmpty;
  }
  isVisible(stage: Stage): boolean {
    return !this.#wanted.hidden.includes(stage.id);
  }
  isFolded(stage: Stage): boolean {
    return this.#wanted.folded[stage.id] ?? isArchived(stage.group);
  }
  /** Empty is what holds no card whatever the filter: a filter that finds nothing hides no column. */
  look(stage: Stage, heads: Heads | undefined): Look {
    const head = heads?.columns.find((column) => column.stage_id === stage.id);
    if (!this.isVisible(stage) || (this.hideEmpty && head?.all === 0)) return 'hidden';
    return this.isFolded(stage) ? 'folded' : 'open';
  }

  fold(stage: Stage, folded: boolean): void {
    void this.#change({ folded: { ...this.#wanted.folded, [stage.id]: folded } });
  }
  setVisible(stage: Stage, visible: boolean): void {
    const hidden = this.#wanted.hidden.filter((id) => id !== stage.id);
    void this.#change({ hidden: visible ? hidden : [...hidden, stage.id] });
  }
  setHideEmpty(hideEmpty: boolean): void {
    void this.#change({ hideEmpty });
  }
  showAll(): void {
    void this.#change({ hidden: [], hideEmpty: false });
  }

  async #change(part: Partial<Wanted>): Promise<void> {
    const wanted = { ...this.#wanted, ...part };
    this.#ahead = wanted;
    try {
      await call('member_setting_set', { key: SETTING, value: { ...wanted } });
      await this.#query.reload();
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
    } finally {
      if (this.#ahead === wanted) this.#ahead = undefined;
    }
  }
}

/** A setting of an older program, or of none, is read as far as it can be. */
function asWanted(value: unknown): Wanted {
  if (typeof value !== 'object' || value === null) return AS_IT_COMES;
  const { folded, hidden, hideEmpty } = value as Partial<Wanted>;
  return {
    folded: typeof folded === 'object' ? folded : {},
    hidden: Array.isArray(hidden) ? hidden : [],
    hideEmpty: hideEmpty === true,
  };
}
