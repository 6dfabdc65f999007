import type { Category } from '$/ipc/bindings';
import { call, type CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { Query, type QueryState } from '$/sync';

/** What resolved matters are about (PO-9): made, named, put in order, and put away rather than deleted. */
export class Categories {
  readonly #query = new Query('category_list', () => ({}), { entities: ['category'] });

  get state(): QueryState {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
  get #all(): readonly Category[] {
    return this.#query.data?.categories ?? [];
  }
  /** Those that can be chosen, in order. */
  get offered(): readonly Category[] {
    return this.#all.filter((category) => category.archived_at === null);
  }
  get away(): readonly Category[] {
    return this.#all.filter((category) => category.archived_at !== null);
  }

  add(name: string): Promise<boolean> {
    return attempt(() => call('category_add', { name }), m.categories_added());
  }
  rename(category: Category, name: string): Promise<boolean> {
    return attempt(() => call('category_rename', { category_id: category.id, name }), m.categories_renamed());
  }
  archive(category: Category, archived: boolean): Promise<boolean> {
    return attempt(
      () => call('category_archive', { category_id: category.id, archived }),
      archived ? m.categories_archived() : m.categories_restored(),
    );
  }
  /** One place up or down among those that are offered. */
  move(category: Category, by: 1 | -1): void {
    const { offered } = this;
    const at = offered.findIndex((other) => other.id === category.id);
    if (at + by < 0 || at + by >= offered.length) return;
    const before = by === -1 ? offered[at - 1] : offered[at + 2];
    void attempt(() =>
      call('category_move', { category_id: category.id, before_category_id: before?.id ?? null }),
    );
  }
}
