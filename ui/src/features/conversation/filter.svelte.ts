import type { Channel, TimelineCounts, TimelineKind, TimelineScope } from '$/ipc/bindings';

/** What is shown of a timeline (PO-12). Empty lists stand for everything. */
export interface TimelineFilter {
  scope: TimelineScope;
  channels: readonly Channel[];
  kinds: readonly TimelineKind[];
}

export const KINDS: readonly TimelineKind[] = ['messages', 'notes', 'tickets', 'events'];
/** The complete timeline between the contact and us (PO-5). */
export const EVERYTHING: TimelineFilter = { scope: 'contact', channels: [], kinds: [] };

/** What was chosen per contact, until the window is closed. */
const chosen = new Map<number, TimelineFilter>();

export function filterOf(contact: number | undefined): TimelineFilter {
  return (contact !== undefined && chosen.get(contact)) || EVERYTHING;
}
export function rememberFilter(contact: number, filter: TimelineFilter): void {
  if (isEverything(filter)) chosen.delete(contact);
  else chosen.set(contact, filter);
}

export function isEverything(filter: TimelineFilter): boolean {
  return filter.scope === 'contact' && filter.channels.length === 0 && filter.kinds.length === 0;
}

/** A list with one more or one less; all of them is the same as none. */
export function toggled<T>(list: readonly T[], one: T, all: readonly T[]): readonly T[] {
  const shown = list.length === 0 ? all : list;
  const next = shown.includes(one) ? shown.filter((other) => other !== one) : [...shown, one];
  return next.length === all.length || next.length === 0 ? [] : all.filter((each) => next.includes(each));
}

/** Whether messages on this network are drawn: what is left out has not been seen, and stays unread (PO-12). */
export function showsMessages({ kinds, channels }: TimelineFilter, channel: Channel): boolean {
  return (
    (kinds.length === 0 || kinds.includes('messages')) &&
    (channels.length === 0 || channels.includes(channel))
  );
}

/** Messages that nobody has seen and that the filter leaves out: they are never left out silently. */
export function hiddenUnread(counts: TimelineCounts, filter: TimelineFilter, opened: number): number {
  return counts.threads
    .filter(
      ({ thread }) =>
        (filter.scope === 'conversation' && thread.conversation_id !== opened) ||
        !showsMessages(filter, thread.channel),
    )
    .reduce((sum, { thread }) => sum + thread.unread, 0);
}
