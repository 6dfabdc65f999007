import { calendarDays } from '$/lib/format';
import type { Message, TimelineEvent, TimelineItem } from '$/ipc/bindings';

/** A message that was handed to the core a moment ago and is not on the timeline yet. */
export interface Leaving {
  /** Negative, so that it never meets the id of a message. */
  id: number;
  at: number;
  text: string;
  note: boolean;
  files: readonly string[];
}

/**
 * One line of the thread, oldest first. `key` is stable: the same thing keeps its place in the page.
 * `follows` and `ends`: the message continues the one above, and is the last of such a row of messages.
 * `place`: it stands in another conversation than the message above it, which has to be said.
 */
export type ThreadRow =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; follows: boolean; ends: boolean; place: boolean }
  | { kind: 'event'; key: string; event: TimelineEvent }
  | { kind: 'leaving'; key: string; leaving: Leaving };

/** The key of the line above the first message that was not seen. */
export const UNREAD = 'unread';

/** Messages of the same side within this time stand closer together (milliseconds). */
const TOGETHER_MS = 5 * 60_000;

export function itemKey(item: TimelineItem): string {
  return `${item.type}:${item.id}`;
}
export function messageKey(message: number): string {
  return `message:${message}`;
}

/** The newest part replaces what it overlaps; what is older stays. */
export function merge(known: readonly TimelineItem[], latest: readonly TimelineItem[]): TimelineItem[] {
  const first = latest[0];
  if (!first) return [];
  const fresh = new Set(latest.map(itemKey));
  const older = known.filter((item) => item.at <= first.at && !fresh.has(itemKey(item)));
  return [...older, ...latest];
}

/** Parts side by side; what both hold is taken once, as the later part has it. */
export function join(earlier: readonly TimelineItem[], later: readonly TimelineItem[]): TimelineItem[] {
  const known = new Set(later.map(itemKey));
  return [...earlier.filter((item) => !known.has(itemKey(item))), ...later];
}

/**
 * Puts day headings between the items, marks messages that continue the one above, and draws the line above
 * `firstUnread`.
 */
export function threadRows(
  items: readonly TimelineItem[],
  leaving: readonly Leaving[],
  firstUnread?: number,
): ThreadRow[] {
  const rows: ThreadRow[] = [];
  let day: number | undefined;
  let above: (ThreadRow & { kind: 'message' }) | undefined;
  let conversation: number | undefined;
  const heading = (at: number): void => {
    if (day !== undefined && calendarDays(day, at) === 0) return;
    day = at;
    above = undefined;
    rows.push({ kind: 'day', key: `day:${new Date(at).toDateString()}`, at });
  };
  const show = (item: TimelineItem): void => {
    heading(item.at);
    if (item.type === 'event') {
      above = undefined;
      rows.push({ kind: 'event', key: itemKey(item), event: item });
      return;
    }
    if (item.id === firstUnread) {
      above = undefined;
      rows.push({ kind: 'unread', key: UNREAD });
    }
    const follows = above !== undefined && continues(above.message, item);
    if (follows && above) above.ends = false;
    const place = conversation !== item.conversation_id;
    conversation = item.conversation_id;
    above = { kind: 'message', key: itemKey(item), message: item, follows, ends: true, place };
    rows.push(above);
  };
  // What is planned stands at the end, also below what leaves just now.
  const planned = items.findIndex((item) => item.type === 'message' && item.state === 'scheduled');
  const past = planned < 0 || leaving.length === 0 ? items.length : planned;
  items.slice(0, past).forEach(show);
  for (const waiting of leaving) {
    above = undefined;
    heading(waiting.at);
    rows.push({ kind: 'leaving', key: `leaving:${waiting.id}`, leaving: waiting });
  }
  items.slice(past).forEach(show);
  return rows;
}

function continues(above: Message, message: Message): boolean {
  return (
    above.conversation_id === message.conversation_id &&
    above.direction === message.direction &&
    above.member_id === message.member_id &&
    above.trigger_id === message.trigger_id &&
    message.at - above.at < TOGETHER_MS
  );
}
