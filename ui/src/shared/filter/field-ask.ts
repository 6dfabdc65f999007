import { m } from '$/paraglide/messages';
import { fieldOwnerName, formatField, readField } from '../field-words';
import type { Field, FieldIs } from './types';

/** A question about what stands in a field; which ones make sense depends on what it holds. */
export type FieldAsk =
  'contains' | 'exactly' | 'between' | 'option' | 'checked' | 'unchecked' | 'filled' | 'empty';

const WORDS: Readonly<Record<FieldAsk, () => string>> = {
  contains: m.filter_field_contains,
  exactly: m.filter_field_exactly,
  between: m.filter_field_between,
  option: m.filter_field_option,
  checked: m.field_yes,
  unchecked: m.field_no,
  filled: m.filter_field_filled,
  empty: m.filter_field_empty,
};
export const askWord = (ask: FieldAsk): string => WORDS[ask]();

/** What can be asked of a field, the usual question first. */
export function asksOf({ kind }: Field): readonly FieldAsk[] {
  switch (kind) {
    case 'text':
      return ['contains', 'exactly', 'filled', 'empty'];
    case 'link':
      return ['filled', 'empty', 'contains'];
    case 'number':
    case 'money':
    case 'date':
      return ['between', 'filled', 'empty'];
    case 'list':
    case 'multi_list':
      return ['option', 'filled', 'empty'];
    case 'checkbox':
      return ['checked', 'unchecked'];
  }
}

/** Which question a test puts. */
export function askOf(is: FieldIs): FieldAsk {
  if (typeof is === 'string') return is;
  if ('checked' in is) return is.checked ? 'checked' : 'unchecked';
  if ('contains' in is) return 'contains';
  if ('exactly' in is) return 'exactly';
  return 'between' in is ? 'between' : 'option';
}

/** A question while it is put together: what was typed and ticked. */
export interface Answer {
  text: string;
  from: string;
  until: string;
  options: readonly number[];
}

/** The test that a question makes; `undefined`: something is missing yet, or does not fit the field. */
export function testOf(field: Field, ask: FieldAsk, answer: Answer): FieldIs | undefined {
  switch (ask) {
    case 'filled':
    case 'empty':
      return ask;
    case 'checked':
    case 'unchecked':
      return { checked: ask === 'checked' };
    case 'option':
      return answer.options.length > 0 ? { option: [...answer.options] } : undefined;
    case 'contains':
    case 'exactly': {
      const word = answer.text.trim().replace(/\s+/gu, ' ');
      if (word === '') return undefined;
      return ask === 'contains' ? { contains: [word] } : { exactly: [word] };
    }
    case 'between': {
      const [min, max] = [edge(field, answer.from), edge(field, answer.until)];
      if (min === undefined || max === undefined || (min === null && max === null)) return undefined;
      if (min !== null && max !== null && max < min) return undefined;
      return { between: { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) } };
    }
  }
}

/** An end of a range; `null` leaves it open, `undefined` is no value of this field. */
export function edge(field: Field, typed: string): number | null | undefined {
  const value = readField(field, typed);
  if (value === null || value === undefined) return value;
  if (value.kind === 'number') return value.number;
  return value.kind === 'date' ? value.at : undefined;
}

/** What a chip says after the name of its field. */
export function fieldText(field: Field | undefined, is: FieldIs): string {
  const ask = askOf(is);
  if (typeof is === 'string' || 'checked' in is) return askWord(ask);
  if ('contains' in is) return m.filter_field_has({ text: is.contains.join(m.filter_or()) });
  if ('exactly' in is) return is.exactly.join(m.filter_or());
  if ('option' in is) {
    const names = is.option.map(
      (id) => field?.options.find((option) => option.id === id)?.name ?? m.filter_gone(),
    );
    if (names.length <= 2) return names.join(m.filter_or());
    return m.filter_and_more({ name: names[0] ?? '', count: names.length - 1 });
  }
  const shown = (number: number) =>
    field
      ? formatField(field, field.kind === 'date' ? { kind: 'date', at: number } : { kind: 'number', number })
      : '…';
  const { min, max } = is.between;
  if (min !== undefined && max !== undefined)
    return m.filter_between({ from: shown(min), until: shown(max) });
  if (min !== undefined) return m.filter_field_from({ from: shown(min) });
  return m.filter_field_until({ until: shown(max ?? 0) });
}

/** Fields by id as they are told apart: whose it is stands beside a name that two have. */
export function fieldNames(fields: readonly Field[]): ReadonlyMap<number, string> {
  return new Map(
    fields.map((field) => {
      const twice = fields.some((other) => other.id !== field.id && other.name === field.name);
      const name = twice
        ? m.filter_field_of({ name: field.name, owner: fieldOwnerName(field.owner) })
        : field.name;
      return [field.id, name];
    }),
  );
}
