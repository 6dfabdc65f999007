import { describe, expect, it } from 'vitest';
import type { Field } from '$/ipc/bindings';
import { askOf, asksOf, fieldNames, fieldText, testOf } from './field-ask';

const field = (kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  id: 1,
  owner: 'contact',
  pipeline_id: null,
  name: 'Field',
  kind,
  options: [],
  currency: 'EUR',
  in_table: false,
  in_card: false,
  ...more,
});
const nothing = { text: '', from: '', until: '', options: [] };
const sizes = [
  { id: 1, name: 'Small', archived: false },
  { id: 2, name: 'Large', archived: false },
  { id: 3, name: 'Huge', archived: true },
];

/** UC-9, UC-32, CP-16: each kind of field is asked what suits it. */
describe('questions about fields of one’s own', () => {
  it('asks every kind whether something stands there, or ticks it', () => {
    for (const kind of ['text', 'link', 'number', 'money', 'date', 'list', 'multi_list'] as const)
      expect(asksOf(field(kind)), kind).toEqual(expect.arrayContaining(['filled', 'empty']));
    expect(asksOf(field('checkbox'))).toEqual(['checked', 'unchecked']);
  });

  it.each([
    ['text', 'contains', { text: ' oak  table ' }, { contains: ['oak table'] }, 'contains oak table'],
    ['text', 'exactly', { text: 'Porto' }, { exactly: ['Porto'] }, 'Porto'],
    ['text', 'contains', { text: '  ' }, undefined, ''],
    ['number', 'between', { from: '2.5' }, { between: { min: 2500 } }, 'from 2.5'],
    ['money', 'between', { until: '12.50' }, { between: { max: 1250 } }, 'up to €12.50'],
    ['number', 'between', { from: '4', until: '2' }, undefined, ''],
    ['number', 'between', { from: 'many', until: '2' }, undefined, ''],
    ['number', 'between', {}, undefined, ''],
    ['multi_list', 'option', { options: [1, 2] }, { option: [1, 2] }, 'Small or Large'],
    ['list', 'option', {}, undefined, ''],
    ['checkbox', 'unchecked', {}, { checked: false }, 'No'],
    ['link', 'filled', {}, 'filled', 'is filled in'],
  ] as const)('%s %s %o', (kind, ask, answer, expected, words) => {
    const asked = field(kind, { options: sizes });
    const is = testOf(asked, ask, { ...nothing, ...answer });
    expect(is).toEqual(expected);
    if (is === undefined) return;
    expect(askOf(is)).toBe(ask);
    expect(fieldText(asked, is)).toBe(words);
  });

  it('takes both days of a range as they are, whatever the zone', () => {
    const is = testOf(field('date'), 'between', { ...nothing, from: '2026-03-01', until: '2026-03-31' });
    expect(is).toEqual({ between: { min: Date.UTC(2026, 2, 1), max: Date.UTC(2026, 2, 31) } });
    if (is) expect(fieldText(field('date'), is)).toMatch(/1.*–.*31/);
  });

  it('tells fields of one name apart by whose they are', () => {
    const fields = [
      field('text', { id: 1, name: 'City' }),
      field('text', { id: 2, name: 'City', owner: 'deal' }),
      field('text', { id: 3, name: 'VAT id' }),
    ];
    expect([...fieldNames(fields).values()]).toEqual(['City (Contact)', 'City (Deal)', 'VAT id']);
  });
});
