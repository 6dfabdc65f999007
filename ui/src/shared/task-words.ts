import PhoneIcon from '@lucide/svelte/icons/phone';
import SquareCheckIcon from '@lucide/svelte/icons/square-check';
import UsersIcon from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import type { TaskKind } from '../ipc/bindings';
import {
  calendarDays,
  formatDate,
  formatDays,
  formatDuration,
  formatRelative,
  formatTime,
} from '../lib/format';
import { m } from '../paraglide/messages';

const DAY = 86_400_000;

export const TASK_KINDS: readonly TaskKind[] = ['call', 'meeting', 'custom'];

export function taskKindName(kind: TaskKind): string {
  switch (kind) {
    case 'call':
      return m.task_kind_call();
    case 'meeting':
      return m.task_kind_meeting();
    case 'custom':
      return m.task_kind_custom();
  }
}

export function taskKindIcon(kind: TaskKind): Component {
  switch (kind) {
    case 'call':
      return PhoneIcon;
    case 'meeting':
      return UsersIcon;
    case 'custom':
      return SquareCheckIcon;
  }
}

/** What a task is about: its own words, or else its kind. */
export function taskTitle(task: { kind: TaskKind; text: string }): string {
  return task.text === '' ? taskKindName(task.kind) : task.text;
}

export type DueState = 'none' | 'overdue' | 'today' | 'later';

export function dueState(due_at: number | null, now: number): DueState {
  if (due_at === null) return 'none';
  if (due_at < now) return 'overdue';
  return calendarDays(due_at, now) === 0 ? 'today' : 'later';
}

/** The deadline in few words: `2 days overdue`, `today 16:00`, `tomorrow 10:00`, `Fri`, `30 Nov 2026`. */
export function dueText(due_at: number, now: number): string {
  const late = now - due_at;
  if (late > 0) {
    // From a day on, hours are noise.
    const length = late >= DAY ? Math.floor(late / DAY) * DAY : late;
    return m.task_overdue({ time: formatDuration(length) });
  }
  const days = calendarDays(due_at, now);
  if (days === 0) return m.task_today({ time: formatTime(due_at) });
  if (days === 1) return m.task_tomorrow({ time: formatTime(due_at) });
  return days < 7 ? `${formatRelative(due_at, now)} ${formatTime(due_at)}` : formatDate(due_at);
}

/** The same where there is little room: only today has an hour, and lateness is told in `2d`. */
export function dueShort(due_at: number, now: number): string {
  const late = now - due_at;
  if (late >= DAY) return m.task_overdue({ time: formatDays(Math.floor(late / DAY)) });
  return due_at > now && calendarDays(due_at, now) > 0 ? formatRelative(due_at, now) : dueText(due_at, now);
}
