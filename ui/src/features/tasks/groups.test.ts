import { describe, expect, it } from 'vitest';
import type { TaskGroups } from '$/ipc/bindings';
import { lineAt, lineCount, tasksBetween } from './groups';

const NONE: TaskGroups = { overdue: 0, today: 0, tomorrow: 0, week: 0, later: 0, undated: 0, done: 0 };

/** UC-26 */
describe('the lines of the task list', () => {
  const groups = { ...NONE, overdue: 2, later: 1, done: 3 };
  it('has a head for each group that is not empty', () => {
    expect(lineCount(groups)).toBe(9);
    expect(lineCount(NONE)).toBe(0);
    expect(Array.from({ length: 10 }, (_, index) => lineAt(groups, index))).toEqual([
      { group: 'overdue', count: 2 },
      { task: 0 },
      { task: 1 },
      { group: 'later', count: 1 },
      { task: 2 },
      { group: 'done', count: 3 },
      { task: 3 },
      { task: 4 },
      { task: 5 },
      undefined,
    ]);
  });
  it('says which tasks are on screen', () => {
    expect(tasksBetween(groups, 3, 6)).toEqual([2, 3]);
    expect(tasksBetween(groups, 0, 0)).toEqual([0, 0]);
  });
});
