import { describe, expect, it } from 'vitest';
import type { Field, FieldKind } from '../ipc/bindings';
import { formatField, readField, writeField } from './field-words';

const field = (kind: FieldKind): Field => ({
  id: 1,
  owner: 'contact',
  pipeline_id: null,
  name: 'Size',
  kind,
  options: [
    { id: 1, name: 'S', archived: false },
    { id: 2, name: 'M', archived: true },
  ],
  currency: kind === 'money' ? 'EUR' : '',
  in_table: false,
  in_card: false,
});

/** CP-16 */
describe('a value of a field', () => {
  it('is read as people type it', () => {
    expect(readField(field('number'), '1,5')).toEqual({ kind: 'number', number: 1500 });
    expect(readField(field('number'), '1.234.567')).toEqual({ kind: 'number', number: 1_234_567_000 });
    expect(readField(field('number'), '-3')).toEqual({ kind: 'number', number: -3000 });
    expect(readField(field('number'), 'many')).toBeUndefined();
    expect(readField(field('money'), '12,50 €')).toEqual({ kind: 'number', number: 1250 });
    expect(readField(field('date'), '2026-11-22')).toEqual({ kind: 'date', at: Date.UTC(2026, 10, 22) });
    expect(readField(field('text'), '  ')).toBeNull();
  });
  it('is written for reading and for typing', () => {
    expect(formatField(field('number'), { kind: 'number', number: 1_234_500 })).toBe('1,234.5');
    expect(writeField(field('number'), { kind: 'number', number: 1_234_500 })).toBe('1234.5');
    expect(formatField(field('money'), { kind: 'number', number: 1250 })).toBe('€12.50');
    expect(formatField(field('date'), { kind: 'date', at: Date.UTC(2026, 10, 22) })).toContain('22');
    expect(writeField(field('date'), { kind: 'date', at: Date.UTC(2026, 10, 22) })).toBe('2026-11-22');
    expect(formatField(field('multi_list'), { kind: 'options', ids: [1, 2] })).toBe('S, M');
    expect(formatField(field('text'), null)).toBe('');
  });
});
