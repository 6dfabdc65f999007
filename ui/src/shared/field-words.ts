import type { Field, FieldKind, FieldOwner, FieldValue } from '../ipc/bindings';
import { formatDate, formatMoney } from '../lib/format';
import { getLocale } from '../lib/locale';
import { readPrice, writePrice } from '../lib/price';
import { m } from '../paraglide/messages';

export const FIELD_KINDS: readonly FieldKind[] = [
  'text',
  'number',
  'money',
  'date',
  'list',
  'multi_list',
  'checkbox',
  'link',
];
export const FIELD_OWNERS: readonly FieldOwner[] = ['contact', 'conversation', 'deal'];

const KIND_NAMES: Readonly<Record<FieldKind, () => string>> = {
  text: m.field_kind_text,
  number: m.field_kind_number,
  money: m.field_kind_money,
  date: m.field_kind_date,
  list: m.field_kind_list,
  multi_list: m.field_kind_multi_list,
  checkbox: m.field_kind_checkbox,
  link: m.field_kind_link,
};
const OWNER_NAMES: Readonly<Record<FieldOwner, () => string>> = {
  contact: m.field_owner_contact,
  conversation: m.field_owner_conversation,
  deal: m.field_owner_deal,
};
export const fieldKindName = (kind: FieldKind): string => KIND_NAMES[kind]();
export const fieldOwnerName = (owner: FieldOwner): string => OWNER_NAMES[owner]();

export function hasOptions(kind: FieldKind): boolean {
  return kind === 'list' || kind === 'multi_list';
}

/** A value as it is read; empty for none. */
export function formatField(field: Field, value: FieldValue | null): string {
  if (value === null) return '';
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return field.kind === 'money'
        ? formatMoney(value.number, field.currency)
        : thousandths(value.number, true);
    case 'date':
      // A day is the same everywhere: it is not moved by the zone in which it is read.
      return formatDate(value.at + new Date(value.at).getTimezoneOffset() * 60_000);
    case 'options':
      return value.ids
        .map((id) => field.options.find((option) => option.id === id)?.name)
        .filter((name) => name !== undefined)
        .join(', ');
    case 'checked':
      return value.checked ? m.field_yes() : m.field_no();
  }
}

/** A value as it stands in a field while it is typed. */
export function writeField(field: Field, value: FieldValue | null): string {
  if (value === null) return '';
  if (value.kind === 'number')
    return field.kind === 'money'
      ? writePrice({ amount_minor: value.number, currency: field.currency })
      : thousandths(value.number, false);
  if (value.kind === 'date') return new Date(value.at).toISOString().slice(0, 10);
  return value.kind === 'text' ? value.text : '';
}

/** What was typed as a value; `null` empties the field, `undefined` is no value of its kind. */
export function readField(field: Field, typed: string): FieldValue | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  switch (field.kind) {
    case 'number': {
      const number = readThousandths(text);
      return number === undefined ? undefined : { kind: 'number', number };
    }
    case 'money': {
      const price = readPrice(text, field.currency);
      return price ? { kind: 'number', number: price.amount_minor } : undefined;
    }
    case 'date': {
      const at = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(at) ? undefined : { kind: 'date', at };
    }
    default:
      return { kind: 'text', text };
  }
}

function thousandths(number: number, grouped: boolean): string {
  return new Intl.NumberFormat(getLocale(), { useGrouping: grouped, maximumFractionDigits: 3 }).format(
    number / 1000,
  );
}

/** Reads both decimal marks, and either as the one between thousands where both stand there. */
function readThousandths(text: string): number | undefined {
  if (!/^-?[\d.,'\s]+$/u.test(text)) return undefined;
  const plain = text.replace(/['\s]/gu, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const mark = plain[last];
  const several = mark !== undefined && plain.indexOf(mark) !== last;
  const whole = (last < 0 || several ? plain : plain.slice(0, last)).replace(/[.,]/g, '');
  const fraction = last < 0 || several ? '' : plain.slice(last + 1);
  const number = Math.round(Number(`${whole || '0'}.${fraction || '0'}`) * 1000);
  return /\d/.test(plain) && Number.isSafeInteger(number) ? number : undefined;
}
