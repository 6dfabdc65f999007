import { getLocale, locales, overwriteGetLocale, setLocale, type Locale } from '../paraglide/runtime';

/** Each language by its own name, as a person looks for it in a list. */
export const LANGUAGES: Readonly<Record<Locale, string>> = {
  en: 'English',
  de: 'Deutsch',
  ru: 'Русский',
};

let persist: (locale: Locale) => Promise<void> = async () => {};

/** How the choice is stored in the workspace; set once at the start. */
export function onLocaleChange(save: (locale: Locale) => Promise<void>): void {
  persist = save;
}

/** Asks once which language it is: a page keeps it until it is loaded again, and each word would ask the storage anew. */
export function keepLocale(): void {
  const locale = getLocale();
  overwriteGetLocale(() => locale);
}

/** Stores the choice and loads the page again in that language. */
export async function chooseLocale(locale: Locale): Promise<void> {
  if (locale === getLocale()) return;
  await persist(locale);
  await setLocale(locale);
}

export { getLocale, locales, type Locale };
