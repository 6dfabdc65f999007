import { parsePage, type ManualPage } from './manual';
import type { Locale } from '$/lib/locale';

/** The pages of the manual in the order in which they are listed: file names in `manual/<language>`. */
export const PAGES = [
  'first-steps',
  'mailbox',
  'chats',
  'writing',
  'finding',
  'pipeline',
  'triggers',
  'tasks',
  'contacts',
  'people',
  'keyboard',
  'data',
] as const;
export type PageName = (typeof PAGES)[number];

/** The place where a problem is reported: it stands beside the pages, and is none of them. */
export const REPORT = 'report';

/** One bundle per language, fetched when the manual is opened. */
const TEXTS: Readonly<Record<Locale, () => Promise<{ default: Record<string, string> }>>> = {
  en: () => import('./manual/en'),
  de: () => import('./manual/de'),
  ru: () => import('./manual/ru'),
};

export async function loadManual(locale: Locale): Promise<readonly ManualPage[]> {
  const { default: texts } = await TEXTS[locale]();
  return PAGES.map((name) => parsePage(name, texts[`./${locale}/${name}.md`] ?? ''));
}
