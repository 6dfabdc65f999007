import {
  AutoScroller,
  DragDropManager,
  Draggable,
  Feedback,
  PointerActivationConstraints,
  PointerSensor,
  PreventSelection,
  Scroller,
  ScrollListener,
} from '@dnd-kit/dom';
import type { Stage, StageGroup } from '$/ipc/bindings';
import type { Attachment } from 'svelte/attachments';
import type { StagePlace } from './order';

/** Pixels a pointer travels before a press becomes a drag. */
const TRAVEL = 4;
/** Touch: a short hold first, so that a swipe still scrolls. */
const HOLD_MS = 220;

export interface HeldStage {
  stage: Stage;
  x: number;
  y: number;
  over?: StagePlace;
}

/** One stage under the pointer: the library senses the drag, the place is read from the rows on the page. */
export class StageDrag {
  #held = $state.raw<HeldStage>();
  #manager: DragDropManager;
  #stages = new Map<string, Stage>();

  constructor(ondrop: (stage: Stage, place: StagePlace) => void) {
    this.#manager = new DragDropManager({
      plugins: [
        Scroller,
        ScrollListener,
        AutoScroller,
        PreventSelection,
        Feedback.configure({ feedback: 'none', dropAnimation: null }),
      ],
      sensors: [
        PointerSensor.configure({
          activationConstraints: (event) =>
            event.pointerType === 'touch'
              ? [new PointerActivationConstraints.Delay({ value: HOLD_MS, tolerance: TRAVEL })]
              : [new PointerActivationConstraints.Distance({ value: TRAVEL })],
        }),
      ],
    });
    this.#manager.monitor.addEventListener('dragstart', (event) => {
      const { source, position } = event.operation;
      const stage = source ? this.#stages.get(String(source.id)) : undefined;
      if (stage) this.#held = { stage, ...position.initial };
    });
    this.#manager.monitor.addEventListener('dragmove', (event) => {
      if (!this.#held) return;
      const { x, y } = event.to ?? event.operation.position.current;
      this.#held = { ...this.#held, x, y, over: placeAt(x, y) };
    });
    this.#manager.monitor.addEventListener('dragend', (event) => {
      const held = this.#held;
      this.#held = undefined;
      if (!held || event.canceled) return;
      const { x, y } = event.operation.position.current;
      const place = placeAt(x, y);
      if (place) ondrop(held.stage, place);
    });
  }

  get held(): HeldStage | undefined {
    return this.#held;
  }
  /** Whether the held stage would be put above this one; `null` asks for the end of a group. */
  isOver(group: StageGroup, before: number | null): boolean {
    const over = this.#held?.over;
    return over?.group === group && over.before === before;
  }

  /** Makes an element the grip of a stage. */
  grip(stage: Stage): Attachment<HTMLElement> {
    return (element) => {
      const id = `stage:${stage.id}`;
      this.#stages.set(id, stage);
      const draggable = new Draggable({ id, element }, this.#manager);
      return () => draggable.destroy();
    };
  }

  destroy(): void {
    this.#manager.destroy();
  }
}

/** The group under a point, and the stage there below which the point is not yet halfway. */
function placeAt(x: number, y: number): StagePlace | undefined {
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
