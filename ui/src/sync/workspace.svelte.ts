import type { Counts, Member, Pipeline, Settings, Source, Stage, Tag, Workspace } from '../ipc/bindings';
import { call, type CommandError } from '../ipc/client';
import { feed } from './feed.svelte';
import { Query, type QueryState } from './query.svelte';

/** What `Workspace` is made of; a change of any of these asks for it again. */
const ENTITIES = ['member', 'pipeline', 'stage', 'tag', 'source', 'setting'];

/**
 * The small things that every screen names by id: members, stages, tags, sources, settings, counters.
 * One answer for the whole window, kept fresh by the feed.
 */
class SharedWorkspace {
  #query = $state.raw<Query<'workspace_get'>>();
  #stop: (() => void) | undefined;
  /** The change of settings that is under way. */
  #saving: Promise<void> = Promise.resolve();

  #members = $derived(byId(this.data?.members));
  #present = $derived((this.data?.members ?? []).filter((member) => member.removed_at === null));
  #tags = $derived(byId(this.data?.tags));
  #sources = $derived(byId(this.data?.sources));
  #boards = $derived(
    new Map(
      this.data?.pipelines.flatMap((pipeline) => pipeline.stages.map(({ id }) => [id, pipeline] as const)),
    ),
  );
  #stages = $derived(byId(this.data?.pipelines.flatMap((pipeline) => pipeline.stages)));

  /** Called once at the start, and by tests with a fake host. */
  start(): void {
    this.stop();
    this.#stop = $effect.root(() => {
      this.#query = new Query('workspace_get', () => ({}), { entities: ENTITIES });
    });
  }
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#query = undefined;
  }

  get data(): Workspace | undefined {
    return this.#query?.data;
  }
  get state(): QueryState {
    return this.#query?.state ?? 'loading';
  }
  get error(): CommandError | undefined {
    return this.#query?.error;
  }
  reload(): void {
    void this.#query?.reload();
  }

  get counts(): Counts | undefined {
    return feed.counts ?? this.data?.counts;
  }
  get settings(): Settings | undefined {
    return this.data?.settings;
  }
  /** Changes some settings and keeps the rest. One change waits for the one before, so as not to take it back. */
  async setSettings(part: Partial<Settings>): Promise<void> {
    const turn = this.#saving.then(async () => {
      const { data } = this;
      if (!data) return;
      const settings = { ...data.settings, ...part };
      await call('settings_set', { settings });
      this.#query?.set({ ...data, settings });
    });
    this.#saving = turn.catch(() => undefined);
    return turn;
  }

  /** Who acts in this window. */
  get me(): Member | undefined {
    return this.member(this.data?.member_id);
  }
  /** Who works here; `member(id)` also names those who left. */
  get members(): readonly Member[] {
    return this.#present;
  }
  get tags(): readonly Tag[] {
    return this.data?.tags ?? [];
  }
  get sources(): readonly Source[] {
    return this.data?.sources ?? [];
  }
  get pipelines(): readonly Pipeline[] {
    return this.data?.pipelines ?? [];
  }
  pipeline(id: number | undefined): Pipeline | undefined {
    return this.pipelines.find((pipeline) => pipeline.id === id);
  }
  /** The board of a stage; `undefined`: it has none that is seen. */
  boardOf(stage_id: number | null | undefined): Pipeline | undefined {
    return this.#boards.get(stage_id ?? -1);
  }
  get defaultPipeline(): Pipeline | undefined {
    return this.pipelines.find((pipeline) => pipeline.is_default) ?? this.pipelines[0];
  }

  member(id: number | null | undefined): Member | undefined {
    return this.#members.get(id ?? -1);
  }
  tag(id: number | null | undefined): Tag | undefined {
    return this.#tags.get(id ?? -1);
  }
  source(id: number | null | undefined): Source | undefined {
    return this.#sources.get(id ?? -1);
  }
  stage(id: number | null | undefined): Stage | undefined {
    return this.#stages.get(id ?? -1);
  }
}

function byId<T extends { id: number }>(rows: readonly T[] = []): ReadonlyMap<number, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

export const workspace = new SharedWorkspace();
