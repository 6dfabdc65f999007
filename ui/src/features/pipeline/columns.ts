import type { Card } from '$/ipc/bindings';

/** The tray of New conversations has no stage. */
export const TRAY = 0;

/** Where a card stands: a stage, or the tray. */
export type Place = number;

/** One number per card: deals are positive, New conversations in the tray negative. */
export function cardKey(card: Pick<Card, 'deal_id' | 'conversation_id'>): number {
  return card.deal_id ?? -(card.conversation_id ?? 0);
}

/** Cards that the person sees moved before the core has answered. */
export interface Move {
  /** In the order in which they shall stand. */
  cards: readonly Card[];
  to: Place;
  /** The card they shall stand above; `null`: last of the column. */
  before: number | null;
}

/** A column as it is held: rows by place, some of them not loaded. */
export interface Held {
  total: number;
  row: (index: number) => Card | undefined;
  /** Where a card stands among the loaded ones. */
  indexOf: (key: number) => number | undefined;
}

/** The column as the person should see it: without the cards that left, with those that came. */
export function withMove(held: Held, place: Place, move: Move | undefined): Held {
  if (!move) return held;
  const keys = move.cards.map(cardKey);
  const here = keys.flatMap((key) => held.indexOf(key) ?? []);
  if (move.to !== place) return without(held, here);
  // The core may have answered already: the cards must not stand there twice.
  return withCards(without(held, here), move.cards, move.before);
}

function without(held: Held, places: readonly number[]): Held {
  if (places.length === 0) return held;
  const gone = [...places].sort((a, b) => a - b);
  return {
    total: held.total - gone.length,
    row: (index) => {
      let at = index;
      for (const place of gone) if (place <= at) at++;
      return held.row(at);
    },
    indexOf: (key) => {
      const index = held.indexOf(key);
      if (index === undefined || gone.includes(index)) return undefined;
      return index - gone.filter((place) => place < index).length;
    },
  };
}

function withCards(held: Held, cards: readonly Card[], before: number | null): Held {
  const at = (before === null ? undefined : held.indexOf(before)) ?? held.total;
  const count = cards.length;
  return {
    total: held.total + count,
    row: (index) => {
      if (index < at) return held.row(index);
      return index < at + count ? cards[index - at] : held.row(index - count);
    },
    indexOf: (key) => {
      const own = cards.findIndex((card) => cardKey(card) === key);
      if (own >= 0) return at + own;
      const index = held.indexOf(key);
      return index === undefined || index < at ? index : index + count;
    },
  };
}

/** Between which cards a pointer is: the place it would drop at, `count` behind the last. */
export function dropIndex(y: number, scrolled: number, cardHeight: number, count: number): number {
  return Math.min(count, Math.max(0, Math.round((y + scrolled) / cardHeight)));
}
