import CircleCheckIcon from '@lucide/svelte/icons/circle-check';
import CircleDotIcon from '@lucide/svelte/icons/circle-dot';
import CirclePauseIcon from '@lucide/svelte/icons/circle-pause';
import CirclePlayIcon from '@lucide/svelte/icons/circle-play';
import type { Component } from 'svelte';
import type { TicketKind, WorkStatus } from '../ipc/bindings';
import { m } from '../paraglide/messages';

interface StatusLook {
  name: () => string;
  icon: Component;
  class: string;
}

const LOOKS: Readonly<Record<WorkStatus, StatusLook>> = {
  new: { name: m.status_new, icon: CircleDotIcon, class: 'text-accent' },
  in_progress: { name: m.status_in_progress, icon: CirclePlayIcon, class: 'text-text-2' },
  on_hold: { name: m.status_on_hold, icon: CirclePauseIcon, class: 'text-warn' },
  resolved: { name: m.status_resolved, icon: CircleCheckIcon, class: 'text-ok' },
};

/** How a work status is told: by its word, its sign and its colour (PO-4). */
export function statusLook(status: WorkStatus): StatusLook {
  return LOOKS[status];
}

export const TICKET_KINDS: readonly TicketKind[] = ['question', 'incident', 'problem', 'task'];

const KINDS: Readonly<Record<TicketKind, () => string>> = {
  question: m.ticket_question,
  incident: m.ticket_incident,
  problem: m.ticket_problem,
  task: m.ticket_task,
};

export function ticketKindName(kind: TicketKind): string {
  return KINDS[kind]();
}
