import type { Money } from '../ipc/bindings';
import { currencyDigits } from './format';
import { getLocale } from './locale';

/**
 * Reads an amount as people type it, in either spelling: `3.950,00 €`, `3,950.00`, `3950,5`, `R$ 2.480`.
 * `null` is an empty field, `undefined` is no amount.
 */
export function readPrice(text: string, currency: string): Money | null | undefined {
  const plain = text.replace(/[^\d.,'-]/gu, '').replace(/'/g, '');
  if (text.trim() === '') return null;
  const digits = currencyDigits(currency);
  const point = decimalPoint(plain, digits);
  const [whole = '', fraction = ''] = point === undefined ? [plain] : split(plain, point);
  const number = Number(`${whole.replace(/[.,]/g, '')}.${fraction || '0'}`);
  if (!/\d/.test(plain) || !Number.isFinite(number) || number < 0) return undefined;
  const amount_minor = Math.round(number * 10 ** digits);
  return Number.isSafeInteger(amount_minor) ? { amount_minor, currency } : undefined;
}

/** The amount as it stands in an edit field: no grouping, no currency. */
export function writePrice(price: Money | null): string {
  if (price === null) return '';
  const digits = currencyDigits(price.currency);
  const whole = price.amount_minor % 10 ** digits === 0;
  return new Intl.NumberFormat(getLocale(), {
    useGrouping: false,
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(price.amount_minor / 10 ** digits);
}

/** Where the fraction begins: the last mark, unless it can only separate thousands. */
function decimalPoint(text: string, digits: number): number | undefined {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0 || digits === 0) return undefined;
  const mark = text[last];
  const after = text.length - last - 1;
  const both = text.includes('.') && text.includes(',');
  const several = text.indexOf(mark ?? '') !== last;
  if (several || (!both && after === 3)) return undefined;
  return last;
}

function split(text: string, at: number): [string, string] {
  return [text.slice(0, at), text.slice(at + 1)];
}
