import type { Deed, Member, Pipeline } from '../ipc/bindings';
import { workspace } from './workspace.svelte';

/**
 * What the acting member is offered, as the core says it. It decides, whatever is asked here: this only keeps what it
 * would refuse out of reach. Until the workspace has arrived everything is offered.
 */
export const rights = {
  /** A deed in the workspace as a whole, wherever no board says otherwise. */
  may(deed: Deed): boolean {
    return workspace.data?.deeds.includes(deed) ?? true;
  },
  /** A deed on a board and its cards; boards that are not there are hidden. */
  on(pipeline_id: number | null | undefined, deed: Deed): boolean {
    if (!workspace.data) return true;
    return workspace.pipeline(pipeline_id ?? undefined)?.deeds.includes(deed) ?? false;
  },
  /** A deed on a conversation that is seen. Before it has a card, the board that will get one decides. */
  onChat({ stage_id, responsible_id }: Lying, deed: Deed): boolean {
    if (!workspace.data) return true;
    const board = workspace.boardOf(stage_id) ?? workspace.pipelines.find(({ is_default }) => is_default);
    if (!board?.deeds.includes(deed)) return false;
    // Handing on what is one's own or taking what is nobody's needs no manager.
    const free = responsible_id == null || responsible_id === workspace.me?.id;
    return deed !== 'assign' || free || this.leads;
  },
  /** Boards on which cards may be added and changed. */
  get workable(): readonly Pipeline[] {
    return workspace.pipelines.filter(({ id }) => this.on(id, 'work'));
  },
  /** Connects accounts, edits triggers, says who may do what. */
  get arranges(): boolean {
    return this.may('arrange');
  },
  /** Reads triggers, keeps the templates of all. */
  get leads(): boolean {
    return this.may('lead');
  },
  /** Changes at least one board itself. */
  get shapes(): boolean {
    return this.may('shape') || workspace.pipelines.some(({ deeds }) => deeds.includes('shape'));
  },
};

/** A conversation as a list has it. */
export interface Lying {
  stage_id: number | null;
  responsible_id: number | null;
}

/** Where something lies that somebody shall be put in charge of. */
export interface Place {
  source_id?: number | null;
  stage_id?: number | null;
}

/** Those who may see what lies there, so that they can be in charge of it (UC-28). */
export function assignable({ source_id, stage_id }: Place): readonly Member[] {
  const pipeline = workspace.boardOf(stage_id);
  return workspace.members.filter(({ source_ids, levels }) => {
    const through = source_id == null || source_ids == null || source_ids.includes(source_id);
    const on = levels?.find((level) => level.pipeline_id === pipeline?.id);
    return through && on?.level !== 'none';
  });
}
