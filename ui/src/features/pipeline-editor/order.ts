import type { PipelineSheet, StageGroup, StageSheet } from '$/ipc/bindings';

/** The groups in funnel order. */
export const GROUPS: readonly StageGroup[] = ['active', 'successful', 'unsuccessful', 'not_a_lead'];

/** Where a stage is put: into a group, above another one of it or (`null`) at its end. */
export interface StagePlace {
  group: StageGroup;
  before: number | null;
}

export function stagesIn(pipeline: PipelineSheet, group: StageGroup): StageSheet[] {
  return pipeline.stages.filter((sheet) => sheet.stage.group === group);
}

/** One place up or down; at the end of a group into the next one, at its near end. */
export function besides(pipeline: PipelineSheet, id: number, by: 1 | -1): StagePlace | undefined {
  const { group } = pipeline.stages.find((sheet) => sheet.stage.id === id)?.stage ?? {};
  if (!group) return undefined;
  const own = stagesIn(pipeline, group);
  const at = own.findIndex((sheet) => sheet.stage.id === id);
  if (by === -1 && at > 0) return { group, before: own[at - 1]?.stage.id ?? null };
  if (by === 1 && at < own.length - 1) return { group, before: own[at + 2]?.stage.id ?? null };
  const next = GROUPS[GROUPS.indexOf(group) + by];
  if (!next) return undefined;
  return { group: next, before: by === 1 ? (stagesIn(pipeline, next)[0]?.stage.id ?? null) : null };
}

/** The pipeline as it is once a stage stands elsewhere. */
export function placed(pipeline: PipelineSheet, id: number, place: StagePlace): PipelineSheet {
  const moving = pipeline.stages.find((sheet) => sheet.stage.id === id);
  if (!moving) return pipeline;
  const moved = { ...moving, stage: { ...moving.stage, group: place.group } };
  const stages = GROUPS.flatMap((group) => {
    const own = stagesIn(pipeline, group).filter((sheet) => sheet.stage.id !== id);
    if (group !== place.group) return own;
    const at = own.findIndex((sheet) => sheet.stage.id === place.before);
    return at === -1 ? [...own, moved] : own.toSpliced(at, 0, moved);
  });
  return { ...pipeline, stages };
}

/** Whether a stage stands there already. */
export function standsAt(pipeline: PipelineSheet, id: number, { group, before }: StagePlace): boolean {
  const own = stagesIn(pipeline, group);
  const at = own.findIndex((sheet) => sheet.stage.id === id);
  return at !== -1 && (before === id || (own[at + 1]?.stage.id ?? null) === before);
}

/** A name that no pipeline in use has: "Sales (copy)", "Sales (copy 2)" … */
export function freeName(taken: readonly string[], name: (number: number) => string): string {
  const used = new Set(taken.map((one) => one.toLocaleLowerCase()));
  for (let number = 1; ; number++) {
    const wanted = name(number);
    if (!used.has(wanted.toLocaleLowerCase())) return wanted;
  }
}
