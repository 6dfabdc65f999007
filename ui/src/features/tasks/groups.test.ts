import { describe, expect, it } from 'vitest';
import { DAY, fakeTask, HOUR, MINUTE, NOW } from '$/ipc/fake-data';
import { fromLocalInput, groupTasks, toLocalInput } from './groups';

/** UC-26 */
describe('groupTasks', () => {
  it('sorts by what is urgent and leaves empty groups out', () => {
    const groups = groupTasks(
      [
        fakeTask({ id: 1, due_at: NOW + 3 * DAY }),
        fakeTask({ id: 2, due_at: NOW - MINUTE }),
        fakeTask({ id: 3, due_at: NOW + HOUR }),
        fakeTask({ id: 4, due_at: NOW - DAY, done_at: NOW }),
      ],
      NOW,
    );
    expect(groups.map(([group, tasks]) => [group, tasks.map((task) => task.id)])).toEqual([
      ['overdue', [2]],
      ['today', [3]],
      ['later', [1]],
      ['done', [4]],
    ]);
  });
  it('keeps tasks without a deadline apart', () => {
    expect(groupTasks([fakeTask({ due_at: null })], NOW)[0]?.[0]).toBe('undated');
  });
});

it('writes and reads a deadline in local time', () => {
  expect(fromLocalInput(toLocalInput(NOW))).toBe(NOW);
  expect(fromLocalInput('')).toBeNull();
});
