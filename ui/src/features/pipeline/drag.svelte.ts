import type { Card } from '$/ipc/bindings';
import { Hand, type Point } from '$/shared/hand.svelte';
import { cardKey, dropIndex, type Place } from './columns';

/** A card that is taken. */
export interface Taking {
  card: Card;
  /** All that go along, the card among them, in the order of the board. */
  cards: readonly Card[];
}

interface Held extends Taking {
  /** Where in the card it was taken, and how wide it is (pixels). */
  dx: number;
  dy: number;
  width: number;
}

/** A place of a column. */
export interface Slot {
  place: Place;
  index: number;
}

export interface DragOptions {
  /** Pixels of a card with the gap below it. */
  cardHeight: number;
  /** The card with this key in a column, unless it may not be moved. */
  take: (place: Place, key: number) => Taking | undefined;
  ondrop: (taken: Taking, slot: Slot) => void;
}

/** Cards under the pointer. Columns draw only the cards on screen: which place a hand is over is told by a column's box. */
export class Dragging extends Hand<Held, Slot> {
  readonly #keys = $derived(new Set(this.thing?.cards.map(cardKey)));

  constructor({ cardHeight, take, ondrop }: DragOptions) {
    super({
      grip: '[data-card]',
      take: (grip, at) => {
        const place = Number(grip.closest<HTMLElement>('[data-place]')?.dataset.place);
        const taking = take(place, Number(grip.dataset.card));
        const { left, top, width } = grip.getBoundingClientRect();
        return taking && { ...taking, dx: at.x - left, dy: at.y - top, width };
      },
      over: (at) => slotAt(at, cardHeight),
      ondrop,
    });
  }

  /** Whether this card is in the hand. */
  holds(key: number): boolean {
    return this.#keys.has(key);
  }
}

/** The column under a point and the place there. Folded columns take cards at their end. */
function slotAt({ x, y }: Point, cardHeight: number): Slot | undefined {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-place]');
  if (!column) return undefined;
  const place = Number(column.dataset.place);
  const cards = column.querySelector<HTMLElement>('[data-cards]');
  const count = Number(column.dataset.count);
  if (!cards) return { place, index: count };
  const top = cards.getBoundingClientRect().top;
  return { place, index: dropIndex(y - top, cards.scrollTop, cardHeight, count) };
}
