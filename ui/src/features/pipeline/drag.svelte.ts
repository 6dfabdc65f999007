import {
  AutoScroller,
  DragDropManager,
  Draggable,
  Feedback,
  PointerActivationConstraints,
  PointerSensor,
  Scroller,
  ScrollListener,
} from '@dnd-kit/dom';
import type { Card } from '$/ipc/bindings';
import type { Attachment } from 'svelte/attachments';
import { cardKey, dropIndex, type Place } from './columns';

/** Pixels a pointer travels before a press becomes a drag, so that a click stays a click. */
const TRAVEL = 5;
/** Touch: a short hold first, so that a swipe still scrolls. */
const HOLD_MS = 220;

/** A card that can be taken, as it is at the moment it is. */
export interface Taking {
  card: Card;
  /** All that go along, the card among them, in the order of the board. */
  cards: readonly Card[];
  from: Place;
}

export interface Held extends Taking {
  /** Pointer, in the window. */
  x: number;
  y: number;
  /** Where in the card it was taken. */
  dx: number;
  dy: number;
  width: number;
  /** The column under the pointer and the place in it. */
  over?: { place: Place; index: number };
}

export interface DropAt extends Taking {
  place: Place;
  index: number;
}

/**
 * Cards under the pointer. The library senses the drag, scrolls at the edges and hears Escape; which
 * column and place it is over is read from the page, because columns draw only the cards on screen. The library's rule
 * against selecting text goes for every element and costs the styles of the whole page: a card cannot be selected as it is.
 */
export class Dragging {
  #held = $state.raw<Held>();
  #manager: DragDropManager;
  #cards = new Map<string, () => Taking | undefined>();
  #justDropped = false;
  #onscroll: () => void;

  constructor(cardHeight: () => number, ondrop: (drop: DropAt) => void) {
    this.#manager = new DragDropManager({
      plugins: [
        Scroller,
        ScrollListener,
        AutoScroller,
        Feedback.configure({ feedback: 'none', dropAnimation: null }),
      ],
      sensors: [
        PointerSensor.configure({
          activationConstraints: (event) =>
            event.pointerType === 'touch'
              ? [new PointerActivationConstraints.Delay({ value: HOLD_MS, tolerance: TRAVEL })]
              : [new PointerActivationConstraints.Distance({ value: TRAVEL })],
          // A button on the card is pressed, not dragged.
          preventActivation: (event) =>
            event.target instanceof Element && event.target.closest('[data-no-drag]') !== null,
        }),
      ],
    });
    this.#manager.monitor.addEventListener('dragstart', (event) => {
      const { source, position } = event.operation;
      const known = source ? this.#cards.get(String(source.id))?.() : undefined;
      const box = source?.element?.getBoundingClientRect();
      if (!known || !box) return;
      const { x, y } = position.initial;
      this.#held = { ...known, x, y, dx: x - box.left, dy: y - box.top, width: box.width };
      document.addEventListener('scroll', this.#onscroll, { capture: true, passive: true });
    });
    this.#manager.monitor.addEventListener('dragmove', (event) => {
      if (!this.#held) return;
      const { x, y } = event.to ?? event.operation.position.current;
      this.#held = { ...this.#held, x, y, over: over(x, y, cardHeight()) };
    });
    this.#manager.monitor.addEventListener('dragend', (event) => {
      const held = this.#held;
      this.#stop();
      if (!held) return;
      this.#justDropped = true;
      setTimeout(() => (this.#justDropped = false));
      if (event.canceled) return;
      // Where the hand let go: the library moves once a frame, and a quick hand is further by then.
      const { x, y } = pointOf(event.nativeEvent) ?? event.operation.position.current;
      const target = over(x, y, cardHeight());
      if (target) ondrop({ card: held.card, cards: held.cards, from: held.from, ...target });
    });
    // At an edge cards pass under a hand that rests: the place it is over is another one then.
    this.#onscroll = () => {
      const held = this.#held;
      if (held) this.#held = { ...held, over: over(held.x, held.y, cardHeight()) };
    };
  }
  #stop(): void {
    this.#held = undefined;
    document.removeEventListener('scroll', this.#onscroll, { capture: true });
  }

  get held(): Held | undefined {
    return this.#held;
  }
  /** The click that ends a drag is not a click on the card. */
  get justDropped(): boolean {
    return this.#justDropped;
  }

  /** Whether this card is in the hand. */
  holds(card: Card): boolean {
    return this.#held?.cards.some((one) => cardKey(one) === cardKey(card)) === true;
  }

  /**
   * Makes an element the grip of a card. `taking` is asked when it is taken: the card may have been read anew many
   * times by then, and the element must stay the same while it is in the hand.
   */
  grip(key: number, taking: () => Taking | undefined): Attachment<HTMLElement> {
    return (element) => {
      const id = `card:${key}`;
      this.#cards.set(id, taking);
      const draggable = new Draggable({ id, element }, this.#manager);
      return () => {
        if (this.#cards.get(id) === taking) this.#cards.delete(id);
        draggable.destroy();
      };
    };
  }

  destroy(): void {
    this.#stop();
    this.#manager.destroy();
  }
}

function pointOf(event: Event | undefined): { x: number; y: number } | undefined {
  return event instanceof PointerEvent ? { x: event.clientX, y: event.clientY } : undefined;
}

/** The column under a point and the place there. Folded columns take cards at their end. */
function over(x: number, y: number, cardHeight: number): { place: Place; index: number } | undefined {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-place]');
  if (!column) return undefined;
  const place = Number(column.dataset.place);
  const cards = column.querySelector<HTMLElement>('[data-cards]');
  const count = Number(column.dataset.count);
  if (!cards) return { place, index: count };
  const top = cards.getBoundingClientRect().top;
  return { place, index: dropIndex(y - top, cards.scrollTop, cardHeight, count) };
}
