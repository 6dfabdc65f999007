import AlarmClockIcon from '@lucide/svelte/icons/alarm-clock';
import ArchiveIcon from '@lucide/svelte/icons/archive';
import ArrowRightIcon from '@lucide/svelte/icons/arrow-right';
import CalendarIcon from '@lucide/svelte/icons/calendar';
import CheckIcon from '@lucide/svelte/icons/check';
import CircleAlertIcon from '@lucide/svelte/icons/circle-alert';
import CircleCheckIcon from '@lucide/svelte/icons/circle-check';
import CirclePauseIcon from '@lucide/svelte/icons/circle-pause';
import CirclePlayIcon from '@lucide/svelte/icons/circle-play';
import CoinsIcon from '@lucide/svelte/icons/coins';
import FlagIcon from '@lucide/svelte/icons/flag';
import InboxIcon from '@lucide/svelte/icons/inbox';
import MessageSquarePlusIcon from '@lucide/svelte/icons/message-square-plus';
import SquareCheckIcon from '@lucide/svelte/icons/square-check';
import SquarePlusIcon from '@lucide/svelte/icons/square-plus';
import TagIcon from '@lucide/svelte/icons/tag';
import TrashIcon from '@lucide/svelte/icons/trash-2';
import UndoIcon from '@lucide/svelte/icons/archive-restore';
import UserIcon from '@lucide/svelte/icons/user';
import ZapIcon from '@lucide/svelte/icons/zap';
import type { Component } from 'svelte';
import type { Money, Ticket, TimelineEvent, WakeReason } from '$/ipc/bindings';
import { formatDate, formatExact, formatMoney } from '$/lib/format';
import { m } from '$/paraglide/messages';
import { ticketKindName } from '$/shared/status-words';
import { taskTitle } from '$/shared/task-words';
import { workspace } from '$/sync';

/** An event of the timeline as one quiet line. */
export interface EventLook {
  icon: Component;
  text: string;
}

/** `client` is what the customer is called. */
export function eventLook(event: TimelineEvent, client: string): EventLook {
  const { what } = event;
  const who = actorName(event, client);
  switch (what.kind) {
    case 'conversation_started':
      return {
        icon: MessageSquarePlusIcon,
        text: what.new_contact ? m.event_started_new({ client }) : m.event_started({ client }),
      };
    case 'conversation_reopened':
      return { icon: UndoIcon, text: m.event_reopened({ client, stage: what.archived_in }) };
    case 'conversation_accepted':
      return { icon: InboxIcon, text: m.event_accepted({ who }) };
    case 'conversation_archived':
      return { icon: ArchiveIcon, text: m.event_archived({ who, stage: what.stage }) };
    case 'conversation_held':
      return { icon: CirclePauseIcon, text: m.event_held({ who }) };
    case 'conversation_resumed':
      return { icon: CirclePlayIcon, text: m.event_resumed({ who }) };
    case 'conversation_resolved':
      return { icon: CircleCheckIcon, text: resolvedText(who, what.ticket) };
    case 'conversation_snoozed':
      return {
        icon: AlarmClockIcon,
        text:
          what.until === null
            ? m.event_snoozed_reply({ who, client })
            : m.event_snoozed({ who, time: formatExact(what.until) }),
      };
    case 'conversation_woken':
      return { icon: AlarmClockIcon, text: wokenText(who, what.reason, client) };
    case 'deal_created':
      return { icon: SquarePlusIcon, text: m.event_deal_created({ who, stage: what.stage }) };
    case 'deal_moved':
      return { icon: ArrowRightIcon, text: m.event_deal_moved({ who, from: what.from, to: what.to }) };
    case 'deal_value_changed':
      return { icon: CoinsIcon, text: valueText(who, what.from, what.to) };
    case 'deal_due_changed':
      return { icon: CalendarIcon, text: dueText(who, what.to) };
    case 'deal_reason_given':
      return {
        icon: FlagIcon,
        text:
          what.reason === ''
            ? m.event_deal_reason_cleared({ who })
            : m.event_deal_reason({ who, reason: what.reason }),
      };
    case 'deal_deleted':
      return { icon: TrashIcon, text: m.event_deal_deleted({ who }) };
    case 'responsible_changed': {
      const name = workspace.member(what.to)?.name;
      if (event.actor === 'member' && event.member_id === what.to)
        return { icon: UserIcon, text: m.event_responsible_self({ who }) };
      return {
        icon: UserIcon,
        text: name === undefined ? m.event_responsible_none({ who }) : m.event_responsible({ who, name }),
      };
    }
    case 'tags_changed':
      return { icon: TagIcon, text: tagsText(who, what.added, what.removed) };
    case 'task_created': {
      const task = taskTitle({ kind: what.task_kind, text: what.text });
      return { icon: SquareCheckIcon, text: m.event_task_created({ who, task }) };
    }
    case 'task_done': {
      const task = taskTitle({ kind: what.task_kind, text: what.text });
      return { icon: CheckIcon, text: m.event_task_done({ who, task }) };
    }
    case 'trigger_ran':
      return { icon: ZapIcon, text: m.event_trigger_ran({ name: triggerName(event.trigger_name) }) };
    case 'action_undone':
      return { icon: UndoIcon, text: m.event_undone({ who }) };
    case 'messages_may_be_missing':
      return {
        icon: CircleAlertIcon,
        text:
          what.from === null || what.until === null
            ? m.event_missing()
            : m.event_missing_between({ from: formatExact(what.from), until: formatExact(what.until) }),
      };
  }
}

/** A trigger without a name of its own is "a trigger". */
export function triggerName(name: string): string {
  return name === '' ? m.event_trigger_unnamed() : m.event_trigger_named({ name });
}

function actorName(event: TimelineEvent, client: string): string {
  switch (event.actor) {
    case 'member':
      return workspace.member(event.member_id)?.name ?? m.event_somebody();
    case 'trigger':
      return m.event_by_trigger({ name: triggerName(event.trigger_name) });
    case 'contact':
      return client;
    case 'import':
    case 'system':
      return 'Runnel';
  }
}

/** "Anna resolved it: Question · Delivery · told her the date". */
function resolvedText(who: string, ticket: Ticket | null): string {
  const what = [ticket?.kind && ticketKindName(ticket.kind), ticket?.category, ticket?.note].filter(Boolean);
  return what.length === 0 ? m.event_resolved({ who }) : m.event_resolved_as({ who, what: what.join(' · ') });
}

function wokenText(who: string, reason: WakeReason, client: string): string {
  switch (reason) {
    case 'due':
      return m.event_woken_due();
    case 'written':
      return m.event_woken_written({ client });
    case 'by_hand':
      return m.event_woken_by_hand({ who });
  }
}

function tagsText(who: string, added: readonly string[], removed: readonly string[]): string {
  if (removed.length === 0) return m.event_tags_added({ who, added: added.join(', ') });
  if (added.length === 0) return m.event_tags_removed({ who, removed: removed.join(', ') });
  return m.event_tags_changed({ who, added: added.join(', '), removed: removed.join(', ') });
}

function dueText(who: string, to: number | null): string {
  return to === null ? m.event_deal_due_cleared({ who }) : m.event_deal_due({ who, date: formatDate(to) });
}

function valueText(who: string, from: Money | null, to: Money | null): string {
  if (to === null) return m.event_value_cleared({ who });
  const now = formatMoney(to.amount_minor, to.currency);
  if (from === null) return m.event_value_set({ who, to: now });
  return m.event_value({ who, from: formatMoney(from.amount_minor, from.currency), to: now });
}
