import type { Stage, StageGroup } from '$/ipc/bindings';
import { Hand, type Point } from '$/shared/hand.svelte';
import type { StagePlace } from './order';

/** One stage under the pointer. */
export class StageDrag extends Hand<Stage, StagePlace> {
  constructor(stage: (id: number) => Stage | undefined, ondrop: (stage: Stage, place: StagePlace) => void) {
    super({
      grip: '[data-grip]',
      take: (grip) => stage(Number(grip.closest<HTMLElement>('[data-stage]')?.dataset.stage)),
      over: placeAt,
      ondrop,
    });
  }

  /** Whether the held stage would be put above this one; `null` asks for the end of a group. */
  isOver(group: StageGroup, before: number | null): boolean {
    return this.over?.group === group && this.over.before === before;
  }
}

/** The group under a point, and the stage there below which the point is not yet halfway. */
function placeAt({ x, y }: Point): StagePlace | undefined {
  const box = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-stage-group]');
  const group = box?.dataset.stageGroup as StageGroup | undefined;
  if (!box || !group) return undefined;
  const rows = [...box.querySelectorAll<HTMLElement>('[data-stage]')];
  const below = rows.find((row) => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  });
  return { group, before: below ? Number(below.dataset.stage) : null };
}
