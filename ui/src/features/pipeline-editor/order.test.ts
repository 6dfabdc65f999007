import { expect, test } from 'vitest';
import { fakeStage } from '$/ipc/fake-data';
import type { PipelineSheet, StageGroup } from '$/ipc/bindings';
import { besides, freeName, placed, standsAt } from './order';

function sheet(...stages: [number, StageGroup][]): PipelineSheet {
  return {
    id: 1,
    name: 'Sales',
    kind: 'sales',
    is_default: true,
    archived_at: null,
    stages: stages.map(([id, group]) => ({ stage: fakeStage({ id, group }), cards: 0 })),
  };
}
const sales = sheet([1, 'active'], [2, 'active'], [3, 'active'], [4, 'successful'], [5, 'not_a_lead']);
const ids = (pipeline: PipelineSheet): number[] => pipeline.stages.map((one) => one.stage.id);

test.each([
  [2, -1, { group: 'active', before: 1 }],
  [2, 1, { group: 'active', before: null }],
  [1, 1, { group: 'active', before: 3 }],
  [3, 1, { group: 'successful', before: 4 }],
  [4, -1, { group: 'active', before: null }],
  [4, 1, { group: 'unsuccessful', before: null }],
  [1, -1, undefined],
  [5, 1, undefined],
] as const)('stage %i goes by %i', (id, by, place) => {
  expect(besides(sales, id, by)).toEqual(place);
});

test('a stage that is put elsewhere stands there, active ones first', () => {
  const moved = placed(sales, 1, { group: 'successful', before: 4 });
  expect(ids(moved)).toEqual([2, 3, 1, 4, 5]);
  expect(moved.stages[2]?.stage.group).toBe('successful');
  expect(ids(placed(sales, 3, { group: 'active', before: 1 }))).toEqual([3, 1, 2, 4, 5]);
});

test('dropping a stage where it stands moves nothing', () => {
  expect(standsAt(sales, 2, { group: 'active', before: 3 })).toBe(true);
  expect(standsAt(sales, 2, { group: 'active', before: 2 })).toBe(true);
  expect(standsAt(sales, 3, { group: 'active', before: null })).toBe(true);
  expect(standsAt(sales, 2, { group: 'active', before: 1 })).toBe(false);
  expect(standsAt(sales, 3, { group: 'successful', before: 4 })).toBe(false);
});

test('a copy gets a name that is free', () => {
  const name = (number: number): string => (number === 1 ? 'Sales (copy)' : `Sales (copy ${number})`);
  expect(freeName(['Sales'], name)).toBe('Sales (copy)');
  expect(freeName(['Sales', 'sales (COPY)'], name)).toBe('Sales (copy 2)');
});
