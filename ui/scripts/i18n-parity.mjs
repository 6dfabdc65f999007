// Fails when a catalogue lacks a key, has one too many or twice, uses other parameters than English does, lacks
// a plural form of its language, or says a sentence of English as it is.
import { readFileSync } from 'node:fs';

const textOf = (locale) => readFileSync(new URL(`../messages/${locale}.json`, import.meta.url), 'utf8');
const read = (locale) => JSON.parse(textOf(locale));
const settings = JSON.parse(
  readFileSync(new URL('../project.inlang/settings.json', import.meta.url), 'utf8'),
);

/** The texts of a message: one, or one per plural form. */
function texts(message) {
  if (typeof message === 'string') return [message];
  return message.flatMap((variant) => Object.values(variant.match));
}
function parameters(message) {
  const names = texts(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]));
  return [...new Set(names)].sort().join(', ');
}

/** Plural forms that a message has, and those that its language asks for. */
function lackedForms(locale, message) {
  if (typeof message === 'string') return [];
  const asked = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  return message.flatMap(({ declarations, match }) =>
    declarations.some((declaration) => declaration.endsWith(': plural'))
      ? asked.filter((form) => !Object.keys(match).some((key) => key.endsWith(`=${form}`)))
      : [],
  );
}

/** Words that are typed as they are in every language. */
const SAME_EVERYWHERE = ['search_help_has', 'search_help_is'];
/** One or two words, such as "Board {name}", may well be the same in two languages; three hardly. */
function isSentence(text) {
  return (text.replace(/\{\w+\}/g, '').match(/\p{L}{2,}/gu) ?? []).length > 2;
}

const base = read(settings.baseLocale);
const problems = [];
for (const locale of settings.locales) {
  const messages = read(locale);
  const sorted = Object.fromEntries(Object.entries(messages).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (JSON.stringify(sorted, null, 2) + '\n' !== textOf(locale))
    problems.push(
      `${locale}.json is not as \`npm run message\` writes it: a key stands twice, or out of order`,
    );
  for (const [key, message] of Object.entries(messages))
    for (const form of lackedForms(locale, message))
      problems.push(`${locale}.json: "${key}" lacks the form "${form}"`);
}
for (const locale of settings.locales.filter((name) => name !== settings.baseLocale)) {
  const other = read(locale);
  for (const [key, message] of Object.entries(base)) {
    if (key === '$schema') continue;
    if (!(key in other)) problems.push(`${locale}.json lacks "${key}"`);
    else if (texts(other[key]).some((text) => text.trim() === ''))
      problems.push(`${locale}.json: "${key}" is empty`);
    else if (
      !SAME_EVERYWHERE.includes(key) &&
      texts(message).some((text) => isSentence(text) && texts(other[key]).includes(text))
    )
      problems.push(`${locale}.json: "${key}" is not translated`);
    else if (parameters(message) !== parameters(other[key]))
      problems.push(
        `${locale}.json: "${key}" uses {${parameters(other[key])}}, English uses {${parameters(message)}}`,
      );
  }
  for (const key of Object.keys(other))
    if (!(key in base)) problems.push(`${locale}.json has "${key}", English has not`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
