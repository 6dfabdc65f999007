import type { TaskGroups } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';

export type TaskGroup = keyof TaskGroups;
/** In the order of the list. */
export const TASK_GROUPS: readonly TaskGroup[] = [
  'overdue',
  'today',
  'tomorrow',
  'week',
  'later',
  'undated',
  'done',
];

/** A row of the list as it is drawn: the head of a group, or the task at a place of the core's order. */
export type TaskLine = { group: TaskGroup; count: number } | { task: number };

/** How many rows a list of these groups has: its tasks, and a head for each group that is not empty. */
export function lineCount(groups: TaskGroups): number {
  return TASK_GROUPS.reduce((lines, group) => lines + (groups[group] > 0 ? groups[group] + 1 : 0), 0);
}

/** What stands in a row, counted from 0; `undefined` beyond the end. */
export function lineAt(groups: TaskGroups, index: number): TaskLine | undefined {
  let before = index;
  let tasks = 0;
  for (const group of TASK_GROUPS) {
    const count = groups[group];
    if (count === 0) continue;
    if (before === 0) return { group, count };
    if (before <= count) return { task: tasks + before - 1 };
    before -= count + 1;
    tasks += count;
  }
  return undefined;
}

/** The first and last task among these rows, to be loaded. */
export function tasksBetween(groups: TaskGroups, first: number, last: number): [number, number] {
  let from: number | undefined;
  let to = 0;
  for (let index = first; index <= last; index++) {
    const line = lineAt(groups, index);
    if (!line || !('task' in line)) continue;
    from ??= line.task;
    to = line.task;
  }
  return [from ?? 0, Math.max(to, from ?? 0)];
}

/** Today or a later day at an hour, as milliseconds; the hour shops close is the usual deadline. */
export function dayAt(now: number, days: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(hour, 0, 0, 0);
  return date.getTime();
}

/** The hour that is offered as a deadline of today: there is still time to do it. */
const EVENING = 16;
const MORNING = 10;
const HOUR_MS = 3_600_000;

/** Deadlines in one press, also for postponing. */
export function quickDates(): { label: string; at: () => number }[] {
  const toMonday = () => (8 - new Date().getDay()) % 7 || 7;
  return [
    { label: m.task_quick_hour(), at: () => Date.now() + HOUR_MS },
    // What has passed is no deadline to postpone to.
    ...(Date.now() < dayAt(Date.now(), 0, EVENING)
      ? [{ label: m.task_quick_evening(), at: () => dayAt(Date.now(), 0, EVENING) }]
      : []),
    { label: m.task_quick_tomorrow(), at: () => dayAt(Date.now(), 1, MORNING) },
    { label: m.task_quick_monday(), at: () => dayAt(Date.now(), toMonday(), MORNING) },
    { label: m.task_quick_week(), at: () => dayAt(Date.now(), 7, MORNING) },
  ];
}
