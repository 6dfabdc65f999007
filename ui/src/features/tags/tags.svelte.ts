import type { TagMerge, UsedTag } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { fold } from '$/lib/fold';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { notifyDone, notifyError } from '$/shared/toast';
import { Query } from '$/sync';

export type TagOrder = 'name' | 'use';

/** A merge that waits for a yes. */
export interface MergeQuestion {
  tag: UsedTag;
  /** The tag that stays, once it is chosen. */
  into?: number;
  preview?: TagMerge;
}

/** The tags of the shop. Construct it while a component initialises; it stops with its owner. */
export class Tags {
  readonly #query = new Query('tag_list', () => ({}), {
    entities: ['tag', 'conversation', 'trigger', 'saved_view'],
  });
  search = $state('');
  order = $state<TagOrder>('name');
  merging = $state.raw<MergeQuestion>();
  deleting = $state.raw<UsedTag>();

  get state(): Query<'tag_list'>['state'] {
    return this.#query.data ? 'ready' : this.#query.state;
  }
  get error(): Query<'tag_list'>['error'] {
    return this.#query.error;
  }
  get all(): readonly UsedTag[] {
    return this.#query.data?.tags ?? [];
  }
  /** Those that are searched for, in the chosen order. */
  get shown(): readonly UsedTag[] {
    const sought = fold(this.search.trim());
    const found = this.all.filter((tag) => sought === '' || fold(tag.name).includes(sought));
    return this.order === 'use' ? found.toSorted((a, b) => b.total - a.total) : found;
  }
  retry(): void {
    void this.#query.reload();
  }

  create(name: string): Promise<boolean> {
    return attempt(() => call('tag_add', { name }), m.tags_created({ name }));
  }
  colour(tag: UsedTag, color: string): Promise<boolean> {
    return attempt(() => call('tag_update', { tag_id: tag.id, name: tag.name, color }), m.tags_coloured());
  }
  /** Where another tag is called so already, offers to make the two one. */
  async rename(tag: UsedTag, name: string): Promise<void> {
    if (name.trim() === '' || name.trim() === tag.name) return;
    try {
      const done = await call('tag_update', { tag_id: tag.id, name, color: tag.color });
      notifyDone(m.tags_renamed(), done.operation);
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (cause.code === 'tag_name_taken') await this.mergeInto(tag, Number(cause.params.tag_id));
      else notifyError(cause);
    }
  }

  askMerge(tag: UsedTag): void {
    this.merging = { tag };
  }
  /** Counts what the merge would mean. */
  async mergeInto(tag: UsedTag, into: number): Promise<void> {
    this.merging = { tag, into };
    try {
      const preview = await call('tag_merge_preview', { tag_id: tag.id, into_id: into });
      if (this.merging?.tag.id === tag.id && this.merging.into === into)
        this.merging = { tag, into, preview };
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.merging = undefined;
      notifyError(cause);
    }
  }
  async merge(): Promise<void> {
    const preview = this.merging?.preview;
    this.merging = undefined;
    if (!preview) return;
    const { from, into } = preview;
    await attempt(
      () => call('tag_merge', { tag_id: from.id, into_id: into.id }),
      m.tags_merged({ name: from.name, into: into.name }),
    );
  }
  async remove(): Promise<void> {
    const tag = this.deleting;
    this.deleting = undefined;
    if (tag) await attempt(() => call('tag_delete', { tag_id: tag.id }), m.tags_deleted({ name: tag.name }));
  }
}

/** Who names a tag besides conversations; a trigger without a name is called that. */
export function users(tag: Pick<UsedTag, 'triggers' | 'views'>): string[] {
  return [...tag.triggers.map((name) => name || m.bulk_trigger_unnamed()), ...tag.views];
}
