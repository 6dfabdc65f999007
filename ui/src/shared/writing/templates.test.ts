import { expect, it } from 'vitest';
import type { Template } from '$/ipc/bindings';
import { ranked } from './templates.svelte';

function template(name: string, rest: Partial<Template> = {}): Template {
  return {
    id: name.length,
    name,
    body: '',
    language: '',
    folder: '',
    personal: false,
    use_count: 0,
    updated_at: 0,
    attachments: [],
    triggers: [],
    ...rest,
  };
}
const names = (templates: Template[]) => templates.map((found) => found.name);

it('finds by name, folder and body, names first', () => {
  const book = [
    template('Opening hours', { body: 'We are open from nine' }),
    template('Thanks', { body: 'The prices are attached' }),
    template('Price list'),
    template('Discount', { folder: 'Prices' }),
  ];
  expect(names(ranked(book, 'price', ''))).toEqual(['Price list', 'Discount', 'Thanks']);
  expect(names(ranked(book, 'PRICE li', ''))).toEqual(['Price list']);
  expect(ranked(book, 'nothing', '')).toEqual([]);
});

it('offers the reader’s language first, then what is used most', () => {
  const book = [
    template('Hello', { language: 'en', use_count: 9 }),
    template('Ping', { use_count: 3 }),
    template('Hallo', { language: 'de' }),
    template('Guten Tag', { language: 'de', use_count: 2 }),
  ];
  expect(names(ranked(book, '', 'de-AT'))).toEqual(['Guten Tag', 'Hallo', 'Ping', 'Hello']);
});
