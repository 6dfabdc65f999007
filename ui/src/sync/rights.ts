import type { Level, Member } from '../ipc/bindings';
import { workspace } from './workspace.svelte';

/**
 * What the acting member is offered. The core decides, whatever is asked here: this only keeps what it
 * would refuse out of reach.
 */
export const rights = {
  /** Connects accounts, edits triggers, says who may do what. */
  get arranges(): boolean {
    const role = workspace.me?.role;
    return role === undefined || role === 'owner' || role === 'administrator';
  },
  /** Reads triggers, keeps the templates of all. */
  get leads(): boolean {
    return this.arranges || workspace.me?.role === 'manager';
  },
  /** The level on a board; boards that are not there are hidden. */
  board(pipeline_id: number | null | undefined): Level {
    return workspace.pipelines.find((pipeline) => pipeline.id === pipeline_id)?.level ?? 'none';
  },
};

/** Where something lies that somebody shall be put in charge of. */
export interface Place {
  source_id?: number | null;
  stage_id?: number | null;
}

/** Those who may see what lies there, so that they can be in charge of it (UC-28). */
export function assignable({ source_id, stage_id }: Place): readonly Member[] {
  const pipeline = workspace.pipelines.find(({ stages }) => stages.some((stage) => stage.id === stage_id));
  return workspace.members.filter(({ source_ids, levels }) => {
    const through = source_id == null || source_ids == null || source_ids.includes(source_id);
    const on = levels?.find((level) => level.pipeline_id === pipeline?.id);
    return through && on?.level !== 'none';
  });
}
