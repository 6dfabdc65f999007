import type { Duplicate, MergePreview } from '$/ipc/bindings';
import { call, type CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { Query, type QueryState } from '$/sync';

/** Suggestions asked for at once. */
const PAGE = 50;

/** Customers who may be one person. */
export class Duplicates {
  readonly #query = new Query('duplicate_list', () => ({ after: null, limit: this.#wanted }), {
    entities: ['contact'],
  });
  #wanted = $state(PAGE);

  get state(): QueryState {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
  get pairs(): readonly Duplicate[] {
    return this.#query.data?.pairs ?? [];
  }
  get total(): number {
    return this.#query.data?.total ?? 0;
  }
  dismiss(pair: Duplicate): void {
    void attempt(
      () => call('duplicate_dismiss', { one_id: pair.older.id, other_id: pair.newer.id }),
      m.duplicate_dismissed(),
    );
  }
}

/** Two customers side by side, before they become one. */
export class Merging {
  #kept = $state(0);
  #gone = $state(0);
  readonly #query: Query<'merge_preview'>;
  /** Lines of the profile and fields in which the other one's wins, by name or `field:<id>`. */
  taken = $state<string[]>([]);
  busy = $state(false);

  constructor(kept: number, gone: number) {
    this.#kept = kept;
    this.#gone = gone;
    this.#query = new Query('merge_preview', () => ({ kept_id: this.#kept, gone_id: this.#gone }), {
      entities: ['contact', 'conversation', 'field'],
      touches: (ids, _, entity) => entity === 'field' || ids.has(this.#kept) || ids.has(this.#gone),
    });
  }

  get preview(): MergePreview | undefined {
    const { data } = this.#query;
    // For a moment the answer is that of the other way round.
    return data?.kept.id === this.#kept ? data : undefined;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
  /** The other one stays. */
  swap(): void {
    [this.#kept, this.#gone] = [this.#gone, this.#kept];
    this.taken = [];
  }
  take(name: string, other: boolean): void {
    this.taken = other ? [...this.taken, name] : this.taken.filter((taken) => taken !== name);
  }
  takes(name: string): boolean {
    return this.taken.includes(name);
  }
  async merge(): Promise<boolean> {
    const { preview } = this;
    if (!preview) return false;
    this.busy = true;
    const fields = this.taken.filter((name) => name.startsWith('field:'));
    const done = await attempt(
      () =>
        call('contact_merge', {
          kept_id: preview.kept.id,
          gone_id: preview.gone.id,
          take: this.taken.filter((name) => !name.startsWith('field:')),
          take_fields: fields.map((name) => Number(name.slice('field:'.length))),
        }),
      m.duplicate_merged_done({ name: preview.kept.shown_name }),
    );
    this.busy = false;
    return done;
  }
}
