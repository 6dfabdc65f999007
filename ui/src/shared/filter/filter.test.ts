import { describe, expect, it } from 'vitest';
import type { Condition } from '$/ipc/bindings';
import { fromCondition, toCondition, type Chosen } from './filter';

/** UC-9: each kind, singly and combined. */
describe('what is chosen and the condition it makes', () => {
  const everything: Chosen = {
    responsible: ['nobody', '2'],
    source: ['1', 'channel:email'],
    tags: ['3', '4'],
    kind: ['comments'],
    state: ['unread', 'unanswered'],
    stage: ['5'],
    tasks: ['overdue'],
    period: ['between:1000:'],
    stars: ['4', '5'],
    work_status: ['on_hold'],
  };

  it('says all of it and reads it back', () => {
    const condition = toCondition({ chosen: everything, fields: [], rest: [] });
    expect(fromCondition(condition)).toEqual({ chosen: everything, fields: [], rest: [] });
  });

  it('is nothing when nothing is chosen', () => {
    expect(toCondition({ chosen: {}, fields: [], rest: [] })).toBeNull();
    expect(toCondition({ chosen: { tags: [] }, fields: [], rest: [] })).toBeNull();
  });

  it('spells alternatives inside a kind and combines kinds', () => {
    expect(toCondition({ chosen: { tags: ['3', '4'], period: ['days:7'] }, fields: [], rest: [] })).toEqual({
      v: 1,
      when: { all: [{ test: { tags: { any: [3, 4] } } }, { test: { period: { last_days: 7 } } }] },
    });
  });

  it('asks each field of one’s own once', () => {
    const condition: Condition = {
      v: 1,
      when: {
        all: [
          { test: { tags: { any: [1] } } },
          { test: { field: { field: 7, is: { option: [2, 3] } } } },
          { test: { field: { field: 8, is: 'filled' } } },
          { test: { field: { field: 7, is: { option: [4] } } } },
        ],
      },
    };
    const parts = fromCondition(condition);
    expect(parts.fields).toEqual([
      { field: 7, is: { option: [2, 3] } },
      { field: 8, is: 'filled' },
    ]);
    expect(parts.rest).toHaveLength(1);
    expect(toCondition(parts)).toEqual(condition);
  });

  it('keeps what it cannot show', () => {
    const condition: Condition = {
      v: 1,
      when: {
        all: [
          { test: { tags: { any: [1] } } },
          { test: { tags: { any: [2] } } },
          { not: { test: { text: ['spam'] } } },
        ],
      },
    };
    const parts = fromCondition(condition);
    expect(parts.chosen).toEqual({ tags: ['1'] });
    expect(parts.rest).toHaveLength(2);
    expect(toCondition(parts)).toEqual(condition);
  });
});
