// npm run message -- <key> "<English>" "<German>": adds or replaces a string in every catalogue, keys sorted.
// A plural: npm run message -- <key> --plural count "one" "other" "one (de)" "other (de)".
import { readFileSync, writeFileSync } from 'node:fs';

const [key, ...rest] = process.argv.slice(2);
if (!key || !/^[a-z][a-z0-9_]*$/.test(key)) {
  console.error('usage: npm run message -- key_in_snake_case "English" "Deutsch"');
  process.exit(1);
}

function plural(input, one, other) {
  return [
    {
      declarations: [`input ${input}`, `local ${input}Form = ${input}: plural`],
      selectors: [`${input}Form`],
      match: { [`${input}Form=one`]: one, [`${input}Form=other`]: other },
    },
  ];
}
function put(locale, message) {
  const file = new URL(`../messages/${locale}.json`, import.meta.url);
  const all = { ...JSON.parse(readFileSync(file, 'utf8')), [key]: message };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, JSON.stringify(sorted, null, 2) + '\n');
}

if (rest[0] === '--plural') {
  const [, input, one, other, einer, viele] = rest;
  if (!viele) {
    console.error('a plural needs: --plural <input> "one" "other" "one (de)" "other (de)"');
    process.exit(1);
  }
  put('en', plural(input, one, other));
  put('de', plural(input, einer, viele));
} else {
  const [english, german] = rest;
  if (!english || !german) {
    console.error('both languages are needed');
    process.exit(1);
  }
  put('en', english);
  put('de', german);
}
