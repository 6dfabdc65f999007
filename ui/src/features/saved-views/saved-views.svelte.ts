import type { SavedView, SavedViewSaveRequest, ViewQuery } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import type { ChatList } from '$/lib/router.svelte';
import { m } from '$/paraglide/messages';
import { notifyDone, notifyError } from '$/shared/toast';
import { Query, workspace } from '$/sync';
import { LiveCounts } from './counts.svelte';
import { BUILT_IN, listOf, savedList, type ListShown } from './lists';

/** What a person types when a view is saved. */
export type ViewDraft = Omit<SavedViewSaveRequest, 'view_id' | 'query'>;

/** The views beside the folders: those that come with Runnel and the saved ones, with live counts. */
export class SavedViews {
  #query = new Query('saved_view_list', () => ({}), { entities: ['saved_view'] });
  readonly all = $derived<readonly SavedView[]>(this.#query.data?.views ?? []);
  readonly #me = $derived(workspace.data?.member_id ?? 0);
  /** What stands beside the folders. */
  readonly pinned = $derived.by((): readonly ListShown[] => [
    ...BUILT_IN.flatMap((key) => listOf(key, [], this.#me) ?? []),
    ...this.all.filter((view) => view.pinned).map(savedList),
  ]);
  readonly counts = new LiveCounts(() => (workspace.data ? this.pinned : []));

  get isReady(): boolean {
    return this.#query.data !== undefined;
  }
  /** `undefined`: a saved view that is not there (yet). */
  list(key: ChatList): ListShown | undefined {
    return listOf(key, this.all, this.#me);
  }

  /** The id of the new view; `undefined`: refused, and that was told. */
  async add(draft: ViewDraft, query: ViewQuery): Promise<number | undefined> {
    return this.#save({ ...draft, view_id: null, query }, m.view_saved({ name: draft.name }));
  }
  async change(view: SavedView, part: Partial<SavedView>): Promise<void> {
    const { id, ...now } = { ...view, ...part };
    await this.#save({ ...now, view_id: id }, m.view_changed({ name: now.name }));
  }
  async remove(view: SavedView): Promise<boolean> {
    return this.#done(
      () => call('saved_view_delete', { view_id: view.id }),
      m.view_deleted({ name: view.name }),
    );
  }
  /** One place up (`-1`) or down (`1`). */
  async move(view: SavedView, by: 1 | -1): Promise<void> {
    const at = this.all.findIndex((other) => other.id === view.id);
    const before = this.all[by === 1 ? at + 2 : at - 1];
    if (at < 0 || at + by < 0 || at + by >= this.all.length) return;
    await this.#done(
      () => call('saved_view_move', { view_id: view.id, before_id: before?.id ?? null }),
      m.view_moved({ name: view.name }),
    );
  }

  async #save(request: SavedViewSaveRequest, done: string): Promise<number | undefined> {
    try {
      const { id, operation } = await call('saved_view_save', request);
      await this.#query.reload();
      notifyDone(done, operation);
      return id;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
  async #done(command: () => Promise<{ operation: number | null }>, done: string): Promise<boolean> {
    try {
      const { operation } = await command();
      notifyDone(done, operation);
      return true;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return false;
    }
  }
}
