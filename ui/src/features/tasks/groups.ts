import type { Task } from '$/ipc/bindings';
import { dueState } from '$/shared/task-words';

export type TaskGroup = 'overdue' | 'today' | 'later' | 'undated' | 'done';
export const TASK_GROUPS: readonly TaskGroup[] = ['overdue', 'today', 'later', 'undated', 'done'];

/** Where a task stands on the list. A task that was ticked a moment ago stays visible among the done. */
export function groupOf(task: Task, now: number): TaskGroup {
  if (task.done_at !== null) return 'done';
  const state = dueState(task.due_at, now);
  return state === 'none' ? 'undated' : state;
}

/** The tasks of each group: the nearest deadline first, the done ones latest first. Empty groups are left out. */
export function groupTasks(tasks: readonly Task[], now: number): [TaskGroup, Task[]][] {
  const groups = new Map<TaskGroup, Task[]>(TASK_GROUPS.map((group) => [group, []]));
  for (const task of tasks) groups.get(groupOf(task, now))?.push(task);
  groups.get('done')?.sort((a, b) => (b.done_at ?? 0) - (a.done_at ?? 0));
  return [...groups].filter(([, found]) => found.length > 0);
}

/** Today or a later day at an hour, as milliseconds; the hour shops close is the usual deadline. */
export function dayAt(now: number, days: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(hour, 0, 0, 0);
  return date.getTime();
}

/** For `<input type="datetime-local">`, which knows only local time. */
export function toLocalInput(ms: number): string {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
export function fromLocalInput(text: string): number | null {
  const ms = text === '' ? NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : ms;
}
