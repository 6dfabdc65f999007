import { afterEach, expect, test } from 'vitest';
import { overwriteGetLocale, type Locale } from '../paraglide/runtime';
import { formatBytes, formatDuration, formatMoney, formatSum, formatRelative } from './format';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = new Date(2026, 10, 22, 12, 0).getTime();

const speak = (locale: Locale) => overwriteGetLocale(() => locale);
afterEach(() => speak('en'));

test('money always has its currency, and the digits it is counted in', () => {
  speak('en');
  expect(formatMoney(395_000, 'EUR')).toBe('€3,950.00');
  expect(formatSum(395_000, 'EUR')).toBe('€3,950');
  expect(formatSum(395_050, 'EUR')).toBe('€3,950.50');
  expect(formatSum(395, 'JPY')).toBe('¥395');
  expect(formatMoney(500, 'JPY')).toBe('¥500');
  speak('de');
  expect(formatMoney(395_000, 'EUR')).toBe('3.950,00\u00a0€');
  speak('ru');
  expect(formatMoney(395_000, 'RUB')).toBe('3\u00a0950,00\u00a0₽');
});

test('a time is told by the shortest form that still tells', () => {
  speak('en');
  expect(formatRelative(now - 4 * MINUTE, now)).toBe('4 min. ago');
  expect(formatRelative(now - 3 * HOUR, now)).toMatch(/^09:00/);
  expect(formatRelative(now - 24 * HOUR, now)).toBe('yesterday');
  speak('de');
  expect(formatRelative(now - 24 * HOUR, now)).toBe('gestern');
  expect(formatRelative(now - 3 * 24 * HOUR, now)).toBe('Do');
});

test('a length has two units at most', () => {
  speak('en');
  expect(formatDuration(2 * HOUR + 14 * MINUTE)).toBe('2h 14m');
  expect(formatDuration(18 * MINUTE)).toBe('18 min');
  expect(formatDuration(20_000)).toBe('< 1 min');
  expect(formatDuration(50 * HOUR)).toBe('2d 2h');
});

test('sizes of files', () => {
  speak('en');
  expect(formatBytes(1_400_000)).toBe('1.4 MB');
  expect(formatBytes(0)).toBe('0 byte');
});
