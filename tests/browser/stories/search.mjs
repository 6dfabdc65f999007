// Finding people and what was said, with the keyboard, from anywhere.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.acceptedCustomer('Anabel Müller', 'Two cakes with strawberries, please');
  await shop.customer('Ana Souza', 'Quero dois bolos de morango');
  for (let number = 1; number <= 90; number++) await shop.core.says('Ana Souza', `and line ${number}`);
  await shop.until(async () => {
    const request = { text: 'line', conversation_id: null, order: 'newest', after: null, limit: 100 };
    return (await shop.core.call('message_search', request)).messages.length === 90;
  }, 'everything has come in');
  await shop.open('chats/new');
});

const field = (shop) => shop.dialog.getByRole('combobox', { name: 'Search' });
const results = (shop) => shop.dialog.getByRole('listbox', { name: 'Results' });
const hit = (shop, text) => results(shop).getByRole('option').filter({ hasText: text });

story(
  'a customer is found as one types and opened by Enter, in whatever folder they lie (UC-7)',
  async (shop) => {
    const { keyboard } = shop.page;
    await keyboard.press('/');
    await shop.see(field(shop));
    await keyboard.type('mull');
    await shop.see(hit(shop, 'Anabel Müller').getByText('Accepted'));
    assert.equal(await hit(shop, 'Anabel Müller').locator('mark').first().textContent(), 'Müll');
    await keyboard.press('Enter');
    await shop.see(shop.conversation.getByRole('heading', { name: 'Anabel Müller', level: 2 }));
  },
);

story('arrows walk the hits while the focus stays in the field, Escape gives it back', async (shop) => {
  const { page } = shop;
  await page.keyboard.press('Control+f');
  await page.keyboard.type('ana');
  await shop.see(hit(shop, 'Ana Souza'));
  await page.keyboard.press('ArrowDown');
  const named = await field(shop).getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`[id="${named}"]`).getAttribute('aria-selected'), 'true');
  assert.match(named, /-1$/);
  await page.keyboard.press('Escape');
  await shop.gone(shop.dialog);
});

story('a word is found in any form, and its message is brought into view', async (shop) => {
  const { page } = shop;
  await page.keyboard.press('/');
  await field(shop).fill('bolo ');
  await shop.see(hit(shop, 'Quero dois bolos'));
  assert.equal(await hit(shop, 'Quero dois').locator('mark').textContent(), 'bolos');
  await page.keyboard.press('Enter');
  await shop.see(shop.thread('Ana Souza').getByText('Quero dois bolos de morango'));
});

story('operators are completed, and an unknown one is named while the rest is searched', async (shop) => {
  const { page } = shop;
  await page.keyboard.press('/');
  await field(shop).fill('cake from:ana is:rec');
  await shop.dialog.getByRole('button', { name: 'is:received' }).click();
  assert.equal(await field(shop).inputValue(), 'cake from:ana is:received ');
  await shop.see(hit(shop, 'Two cakes'));
  await field(shop).fill('cake colour:red');
  await shop.see(shop.dialog.getByText('“colour:” is not an operator. The rest is searched.'));
  await shop.see(hit(shop, 'Two cakes'));
  await page.keyboard.press('Escape');
});

story('one conversation can be searched alone, and long lists go on', async (shop) => {
  const { page } = shop;
  await page.keyboard.press('Control+Shift+f');
  await field(shop).fill('line');
  await shop.see(hit(shop, 'and line 90'));
  await shop.until(async () => {
    await page.keyboard.press('PageDown');
    return hit(shop, /and line 1(?!\d)/).isVisible();
  }, 'the first line is reached');
  await page.keyboard.press('Escape');
});

story('what led somewhere is remembered', async (shop) => {
  const { page } = shop;
  await page.keyboard.press('/');
  await shop.dialog.getByRole('button', { name: 'Clear the search' }).click();
  await shop.see(shop.dialog.getByRole('heading', { name: 'Recent searches' }));
  await shop.dialog.getByRole('button', { name: 'mull' }).click();
  await shop.see(hit(shop, 'Anabel Müller'));
  await page.keyboard.press('Escape');
});

story('the palette finds customers beside commands, each command with its keys', async (shop) => {
  const { page } = shop;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('souz');
  const person = shop.dialog.getByRole('option').filter({ hasText: 'Ana Souza' });
  await shop.see(person);
  await person.click();
  await shop.see(shop.conversation.getByRole('heading', { name: 'Ana Souza', level: 2 }));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('pipel');
  await shop.see(shop.dialog.getByRole('option').filter({ hasText: 'Pipeline' }).locator('kbd').first());
  await page.keyboard.press('Escape');
});
