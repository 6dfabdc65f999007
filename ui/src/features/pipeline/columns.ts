import type { Card } from '$/ipc/bindings';

/** The tray of New conversations has no stage. */
export const TRAY = 0;

/** Where a card stands: a stage, or the tray. */
export type Place = number;

/** One number per card: deals are positive, New conversations in the tray negative. */
export function cardKey(card: Pick<Card, 'deal_id' | 'conversation_id'>): number {
  return card.deal_id ?? -(card.conversation_id ?? 0);
}

/** A move that the person sees before the core has answered. */
export interface Move {
  card: Card;
  from: Place;
  to: Place;
  /** The card it shall stand above; `null`: last of the column. */
  before: number | null;
}

/** A column as it is held: rows by place, some of them not loaded. */
export interface Held {
  total: number;
  row: (index: number) => Card | undefined;
  /** Where a card stands among the loaded ones. */
  indexOf: (key: number) => number | undefined;
}

/** The column as the person should see it: without the card that left, with the one that came. */
export function withMove(held: Held, place: Place, move: Move | undefined): Held {
  if (!move || (move.from !== place && move.to !== place)) return held;
  const gone = move.from === place ? held.indexOf(cardKey(move.card)) : undefined;
  const short: Held =
    gone === undefined
      ? held
      : {
          total: held.total - 1,
          row: (index) => held.row(index >= gone ? index + 1 : index),
          indexOf: (key) => {
            const index = held.indexOf(key);
            return index === undefined || index < gone ? index : index - 1;
          },
        };
  if (move.to !== place) return short;
  // The core may have answered already: the card must not stand there twice.
  if (gone === undefined && held.indexOf(cardKey(move.card)) !== undefined) return held;
  const at = (move.before === null ? undefined : short.indexOf(move.before)) ?? short.total;
  return {
    total: short.total + 1,
    row: (index) => (index === at ? move.card : short.row(index > at ? index - 1 : index)),
    indexOf: (key) => {
      if (key === cardKey(move.card)) return at;
      const index = short.indexOf(key);
      return index === undefined || index < at ? index : index + 1;
    },
  };
}

/** Between which cards a pointer is: the place it would drop at, `count` behind the last. */
export function dropIndex(y: number, scrolled: number, cardHeight: number, count: number): number {
  return Math.min(count, Math.max(0, Math.round((y + scrolled) / cardHeight)));
}
