import { getLocale } from '$/lib/locale';

/** The languages offered for a contact: those that Runnel's customers write most. */
const OFFERED = ['en', 'de', 'es', 'pt', 'ru', 'fr', 'it', 'nl', 'pl', 'tr', 'uk'] as const;

/** `German` for `de`, in the language of the interface; the tag itself where it is not known. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(getLocale(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What can be chosen, by name; a language that is set already is always among them. */
export function languageChoices(current: string): { value: string; label: string }[] {
  const tags: readonly string[] =
    current === '' || OFFERED.some((tag) => tag === current) ? OFFERED : [current, ...OFFERED];
  return tags
    .map((value) => ({ value, label: languageName(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, getLocale()));
}
