// npm run message -- <key> "<English>" "<Deutsch>" "<Русский>": adds or replaces a string in every catalogue, keys
// sorted. A plural has a text per form that the language has, in the order of FORMS:
// npm run message -- <key> --plural count "one" "other" "one (de)" "other (de)" "one (ru)" "few" "many" "other".
import { readFileSync, writeFileSync } from 'node:fs';

/** CLDR's plural forms of each language, in the order of its catalogues. */
const FORMS = { en: ['one', 'other'], de: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] };

const [key, ...rest] = process.argv.slice(2);
if (!key || !/^[a-z][a-z0-9_]*$/.test(key)) {
  console.error('usage: npm run message -- key_in_snake_case "English" "Deutsch" "Русский"');
  process.exit(1);
}

function plural(input, forms, texts) {
  return [
    {
      declarations: [`input ${input}`, `local ${input}Form = ${input}: plural`],
      selectors: [`${input}Form`],
      match: Object.fromEntries(forms.map((form, place) => [`${input}Form=${form}`, texts[place]])),
    },
  ];
}
function put(locale, message) {
  const file = new URL(`../messages/${locale}.json`, import.meta.url);
  const all = { ...JSON.parse(readFileSync(file, 'utf8')), [key]: message };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, JSON.stringify(sorted, null, 2) + '\n');
}

const isPlural = rest[0] === '--plural';
const [input, texts] = isPlural ? [rest[1], rest.slice(2)] : [undefined, rest];
const wanted = Object.entries(FORMS).map(([locale, forms]) => [locale, isPlural ? forms : ['the text']]);
const slots = wanted.flatMap(([locale, forms]) => forms.map((form) => `${form} (${locale})`));
if (texts.length !== slots.length || texts.some((text) => text.trim() === '')) {
  console.error(`${slots.length} texts are needed: ${slots.join(', ')}`);
  process.exit(1);
}
let place = 0;
for (const [locale, forms] of wanted) {
  const own = texts.slice(place, (place += forms.length));
  put(locale, isPlural ? plural(input, forms, own) : own[0]);
}
