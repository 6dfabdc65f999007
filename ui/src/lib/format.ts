import { getLocale } from '../paraglide/runtime';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intl objects are slow to make; one per locale and shape. */
const made = new Map<string, unknown>();
/** The language of the interface as it is written where the person lives: `en` in Britain is `en-GB`. */
function regional(): string {
  const language = getLocale();
  const here = globalThis.navigator?.languages ?? [];
  return here.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}
function cached<T>(name: string, make: (locale: string) => T): T {
  const locale = regional();
  const key = `${locale} ${name}`;
  const known = made.get(key) ?? make(locale);
  made.set(key, known);
  return known as T;
}

/** `1,234` */
export function formatNumber(value: number): string {
  return cached('number', (locale) => new Intl.NumberFormat(locale)).format(value);
}

/** `12 %` of a share between 0 and 1. */
export function formatPercent(share: number): string {
  return cached('percent', (locale) => new Intl.NumberFormat(locale, { style: 'percent' })).format(share);
}

/** `2d`: days where there is little room. */
export function formatDays(count: number): string {
  return cached(
    'days',
    (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'narrow' }),
  ).format(count);
}

function currencyFormat(currency: string): Intl.NumberFormat {
  return cached(
    `money ${currency}`,
    (locale) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
  );
}

/** Digits after the point that this currency has: 2 for EUR, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return cached(
    `digits ${currency}`,
    () => currencyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2,
  );
}

/** Money of integer minor units, always with its currency: `3,950.00 €`. */
export function formatMoney(minor: number, currency: string): string {
  return currencyFormat(currency).format(minor / 10 ** currencyDigits(currency));
}

/** A sum of money, where cents only take room unless there are some: `24,240 €`, `24,240.50 €`. */
export function formatSum(minor: number, currency: string): string {
  const whole = minor % 10 ** currencyDigits(currency) === 0;
  if (!whole) return formatMoney(minor, currency);
  return cached(
    `sum ${currency}`,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: 0,
      }),
  ).format(minor / 10 ** currencyDigits(currency));
}

/** The exact moment, for hover and screen readers: `Sunday, 22 November 2026 at 09:30`. */
export function formatExact(ms: number): string {
  return cached(
    'exact',
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  ).format(ms);
}

/** `09:30` */
export function formatTime(ms: number): string {
  return cached(
    'time',
    (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
  ).format(ms);
}

/** `22 Nov 2026` */
export function formatDate(ms: number): string {
  return cached('date', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })).format(ms);
}

/** The heading of a day in a thread: `Today`, `Yesterday`, `Tuesday, 17 November`, with its year when it is another one. */
export function formatDay(ms: number, now: number): string {
  const days = calendarDays(ms, now);
  if (days === 0 || days === -1) {
    const text = cached('day', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })).format(
      days,
      'day',
    );
    return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
  }
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return cached(
    `heading ${sameYear}`,
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        ...(sameYear ? {} : { year: 'numeric' }),
      }),
  ).format(ms);
}

/** The shortest form that still tells: `now`, `4 min ago`, `09:12`, `yesterday`, `Fri`, `17 Nov`, `Nov 2024`. */
export function formatRelative(ms: number, now: number): string {
  const past = now - ms;
  const days = calendarDays(ms, now);
  if (Math.abs(past) < HOUR) {
    const minutes = Math.round(-past / MINUTE);
    return cached(
      'minutes',
      (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
    ).format(minutes, minutes === 0 ? 'second' : 'minute');
  }
  if (days === 0) return formatTime(ms);
  if (days === -1 || days === 1)
    return cached('day', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })).format(
      days,
      'day',
    );
  if (Math.abs(days) < 7)
    return cached('weekday', (locale) => new Intl.DateTimeFormat(locale, { weekday: 'short' })).format(ms);
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? cached('month', (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })).format(
        ms,
      )
    : cached('year', (locale) => new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' })).format(
        ms,
      );
}

/** A length of time in its two largest units: `2h 14m`, `3d 4h`, `18 min`, `< 1 min`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return '< ' + unit(1, 'minute', 'short');
  const minutes = Math.floor(ms / MINUTE) % 60;
  const hours = Math.floor(ms / HOUR) % 24;
  const days = Math.floor(ms / DAY);
  if (days > 0) return both(days, 'day', hours, 'hour');
  if (hours > 0) return both(hours, 'hour', minutes, 'minute');
  return unit(minutes, 'minute', 'short');
}

/** `1.4 MB` */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const name = units[step] ?? 'byte';
  return cached(
    `bytes ${name}`,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: step < 2 ? 0 : 1,
      }),
  ).format(bytes / 1000 ** step);
}

type TimeUnit = 'minute' | 'hour' | 'day';

function unit(value: number, name: TimeUnit, display: 'short' | 'narrow'): string {
  return cached(
    `unit ${name} ${display}`,
    (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: display }),
  ).format(value);
}

/** Two units are written narrow, to fit a column; one alone has room to be short. */
function both(large: number, largeName: TimeUnit, small: number, smallName: TimeUnit): string {
  if (small === 0) return unit(large, largeName, 'short');
  return `${unit(large, largeName, 'narrow')} ${unit(small, smallName, 'narrow')}`;
}

/** Whole days between two moments on the calendar of this place: -1 is yesterday. */
export function calendarDays(ms: number, now: number): number {
  const day = (value: number) => {
    const date = new Date(value);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((day(ms) - day(now)) / DAY);
}
