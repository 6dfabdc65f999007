import { describe, expect, it } from 'vitest';
import { readPrice, writePrice } from './price';

const minor = (text: string, currency = 'EUR') => readPrice(text, currency)?.amount_minor;

describe('readPrice', () => {
  it.each([
    ['3950', 395000],
    ['3.950,00 €', 395000],
    ['3,950.00', 395000],
    ['3950,5', 395050],
    ['1.234.567', 123456700],
    ['R$ 2.480', 248000],
    ["1'200.50", 120050],
    ['0,99', 99],
  ])('reads %s as a shop owner means it', (text, expected) => expect(minor(text)).toBe(expected));

  it('knows currencies without cents', () => expect(minor('84 000', 'JPY')).toBe(84000));
  it('takes an empty field as no price', () => expect(readPrice('  ', 'EUR')).toBeNull());
  it.each(['abc', '-5', '€'])('refuses %s', (text) => expect(readPrice(text, 'EUR')).toBeUndefined());
  it('writes what it reads', () => {
    const price = { amount_minor: 395050, currency: 'EUR' };
    expect(readPrice(writePrice(price), 'EUR')).toEqual(price);
  });
});
