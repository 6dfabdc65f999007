import type {
  Field,
  Level,
  PipelineKind,
  PipelineSheet,
  Stage,
  StageGroup,
  StageNeeds,
  StageSheet,
  StageUse,
} from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { announce } from '$/shared/live.svelte';
import { groupName } from '$/shared/stage-menu';
import { notifyDone, notifyError } from '$/shared/toast';
import { Overlay, Query, type QueryState } from '$/sync';
import { besides, freeName, placed, stagesIn, standsAt, type StagePlace } from './order';

/** What changes the numbers and names that the editor shows. */
const ENTITIES = ['pipeline', 'stage', 'deal', 'conversation'];

/** Pipelines and their stages while they are made and changed (UP-3 to UP-8, CP-1 to CP-5). */
export class PipelineEditor {
  readonly #query = new Query('pipeline_list', () => ({}), { entities: ENTITIES });
  readonly #fields = new Query('field_list', () => ({}), { entities: ['field'] });
  readonly #overlay = new Overlay<readonly PipelineSheet[]>();
  readonly #all = $derived(this.#overlay.view(this.#query.data?.pipelines ?? []));
  readonly #chosen: () => number | undefined;

  /** `chosen`: the pipeline of the address; the default one where there is none. */
  constructor(chosen: () => number | undefined) {
    this.#chosen = chosen;
    $effect(() => {
      if (this.#query.data) this.#overlay.settle();
    });
  }

  get state(): QueryState {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }

  get present(): PipelineSheet[] {
    return this.#all.filter((pipeline) => pipeline.archived_at === null);
  }
  get archived(): PipelineSheet[] {
    return this.#all.filter((pipeline) => pipeline.archived_at !== null);
  }
  /** The one whose stages are shown. */
  get pipeline(): PipelineSheet | undefined {
    const { present } = this;
    return (
      present.find((pipeline) => pipeline.id === this.#chosen()) ??
      present.find((pipeline) => pipeline.is_default)
    );
  }
  /** Fields that a card of this pipeline can have. */
  fieldsOf(pipeline: PipelineSheet): readonly Field[] {
    return (this.#fields.data?.fields ?? [])
      .map(({ field }) => field)
      .filter(
        (field) =>
          field.owner === 'deal' && (field.pipeline_id === null || field.pipeline_id === pipeline.id),
      );
  }
  /** Cards begin there: it asks for nothing and cannot be deleted. */
  isFirst(pipeline: PipelineSheet, id: number): boolean {
    return pipeline.stages[0]?.stage.id === id;
  }

  /** Answers the id of the new one; a refusal is thrown, for the form to show. */
  async addPipeline(name: string, kind: PipelineKind, others: Level | null = null): Promise<number> {
    const made = await call('pipeline_add', { name, kind, others });
    notifyDone(m.pipelines_did_add({ name: name.trim() }), made.operation);
    return made.id;
  }
  renamePipeline(pipeline: PipelineSheet, name: string): Promise<boolean> {
    return attempt(
      () => call('pipeline_rename', { pipeline_id: pipeline.id, name }),
      m.pipelines_did_rename({ name: name.trim() }),
    );
  }
  /** Answers the id of the copy; `undefined` where it was refused. */
  async duplicate(pipeline: PipelineSheet): Promise<number | undefined> {
    const taken = this.present.map((one) => one.name);
    const name = freeName(taken, (number) =>
      number === 1
        ? m.pipelines_copy_name({ name: pipeline.name })
        : m.pipelines_copy_name_nth({ name: pipeline.name, number }),
    );
    try {
      const made = await call('pipeline_duplicate', { pipeline_id: pipeline.id, name });
      notifyDone(m.pipelines_did_add({ name }), made.operation);
      return made.id;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
  setDefault(pipeline: PipelineSheet): void {
    void attempt(
      () => call('pipeline_default_set', { pipeline_id: pipeline.id }),
      m.pipelines_did_default({ name: pipeline.name }),
    );
  }
  /** One place up or down among those in use. */
  movePipeline(pipeline: PipelineSheet, by: 1 | -1): void {
    const { present } = this;
    const at = present.findIndex((one) => one.id === pipeline.id);
    if (at + by < 0 || at + by >= present.length) return;
    const before = by === -1 ? present[at - 1] : present[at + 2];
    void attempt(
      () => call('pipeline_move', { pipeline_id: pipeline.id, before_pipeline_id: before?.id ?? null }),
      m.pipelines_did_move({ name: pipeline.name }),
    );
  }
  /** Open cards that would be put away with it. */
  openCards(pipeline: PipelineSheet): number {
    return stagesIn(pipeline, 'active').reduce((sum, sheet) => sum + sheet.cards, 0);
  }
  archive(pipeline: PipelineSheet, confirmed: boolean): Promise<boolean> {
    return attempt(
      () => call('pipeline_archive', { pipeline_id: pipeline.id, confirmed }),
      m.pipelines_did_archive({ name: pipeline.name }),
    );
  }
  restore(pipeline: PipelineSheet): void {
    void attempt(
      () => call('pipeline_restore', { pipeline_id: pipeline.id }),
      m.pipelines_did_restore({ name: pipeline.name }),
    );
  }

  /** A refusal is thrown, for the form to show. */
  async addStage(pipeline: PipelineSheet, name: string, group: StageGroup): Promise<void> {
    const made = await call('stage_add', { pipeline_id: pipeline.id, name, group });
    notifyDone(m.stages_did_add({ name: name.trim() }), made.operation);
  }
  /** Empty puts the old name back; a name that is taken keeps the field open. */
  renameStage(pipeline: PipelineSheet, stage: Stage, text: string): boolean {
    const name = text.trim();
    if (name === '' || name === stage.name) return true;
    const taken = pipeline.stages.some(
      (sheet) =>
        sheet.stage.id !== stage.id && sheet.stage.name.toLocaleLowerCase() === name.toLocaleLowerCase(),
    );
    if (taken) {
      notifyError(new CommandError('stage_rename', 'stage_name_taken', {}));
      return false;
    }
    const rename = (sheet: StageSheet): StageSheet =>
      sheet.stage.id === stage.id ? { ...sheet, stage: { ...sheet.stage, name } } : sheet;
    void attempt(
      () =>
        this.#overlay.run(
          (all) => all.map((one) => ({ ...one, stages: one.stages.map(rename) })),
          () => call('stage_rename', { stage_id: stage.id, name }),
        ),
      m.stages_did_rename({ name: stage.name }),
    );
    return true;
  }
  /** Answers whether it was saved; a refusal is thrown, for the form to show. */
  async setStage(stage: Stage, wanted: StageDraft): Promise<void> {
    const { group, color, staleDays, probability, needs } = wanted;
    const { operation } = await call('stage_update', {
      stage_id: stage.id,
      group,
      color,
      stale_days: staleDays ?? null,
      probability: probability ?? null,
      needs: $state.snapshot(needs),
    });
    notifyDone(m.stages_did_update({ name: stage.name }), operation);
  }
  step(pipeline: PipelineSheet, stage: Stage, by: 1 | -1): void {
    const place = besides(pipeline, stage.id, by);
    if (place) this.place(pipeline, stage, place);
  }
  place(pipeline: PipelineSheet, stage: Stage, place: StagePlace): void {
    if (standsAt(pipeline, stage.id, place)) return;
    const after = placed(pipeline, stage.id, place);
    const own = stagesIn(after, place.group);
    announce(
      m.stages_place({
        name: stage.name,
        place: own.findIndex((sheet) => sheet.stage.id === stage.id) + 1,
        count: own.length,
        group: groupName(place.group),
      }),
    );
    void attempt(
      () =>
        this.#overlay.run(
          (all) => all.map((one) => (one.id === pipeline.id ? placed(one, stage.id, place) : one)),
          () =>
            call('stage_move', {
              stage_id: stage.id,
              group: place.group,
              before_stage_id: place.before,
            }),
        ),
      place.group === stage.group
        ? m.stages_did_move({ name: stage.name })
        : m.stages_did_regroup({ name: stage.name, group: groupName(place.group) }),
    );
  }
  usedBy(stage: Stage): Promise<StageUse> {
    return call('stage_use', { stage_id: stage.id });
  }
  deleteStage(stage: Stage, target: number | null): Promise<boolean> {
    return attempt(
      () => call('stage_delete', { stage_id: stage.id, target_stage_id: target }),
      m.stages_did_delete({ name: stage.name }),
    );
  }
}

/** Settings of a stage while they are changed. */
export class StageDraft {
  group = $state<StageGroup>('active');
  color = $state('grey');
  staleDays = $state<number>();
  probability = $state<number>();
  needs = $state<StageNeeds>({ amount: false, owner: false, due_at: false, field_ids: [] });
  error = $state.raw<CommandError>();
  busy = $state(false);

  constructor(stage: Stage) {
    this.group = stage.group;
    this.color = stage.color;
    this.staleDays = stage.stale_days ?? undefined;
    this.probability = stage.probability ?? undefined;
    this.needs = { ...stage.needs, field_ids: [...stage.needs.field_ids] };
  }

  needsField(id: number): boolean {
    return this.needs.field_ids.includes(id);
  }
  askFor(id: number, wanted: boolean): void {
    const others = this.needs.field_ids.filter((other) => other !== id);
    this.needs.field_ids = wanted ? [...others, id] : others;
  }
  errorOf(name: string): CommandError | undefined {
    return this.error?.params.field === name ? this.error : undefined;
  }
  /** Runs a command and keeps its refusal; answers whether it went through. */
  async run(command: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.error = undefined;
    try {
      await command();
      return true;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.error = cause;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
