/** How urgently a customer waits: told by colour and icon, so each step has its own of both. */
export type Urgency = 'fresh' | 'soon' | 'late';

const MINUTE = 60_000;
/** A customer who waits this long begins to wonder: the business owner's quarter of an hour. */
export const SOON_MS = 15 * MINUTE;
/** After an hour an answer counts as late; analytics' buckets end there, too (UA-3). */
export const LATE_MS = 60 * MINUTE;

export function urgency(waitingMs: number): Urgency {
  if (waitingMs >= LATE_MS) return 'late';
  return waitingMs >= SOON_MS ? 'soon' : 'fresh';
}
