// One action on many conversations: selected one by one or all of a list, counted, asked about, taken back as one.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const CLIENTS = ['Ana Ruiz', 'Berta Klein', 'Carl Stone'];

const story = stories({}, async (shop) => {
  for (const client of CLIENTS) await shop.acceptedCustomer(client, 'What does the table cost?');
  await shop.open('chats/accepted');
});

const bar = (shop) => shop.page.getByRole('toolbar', { name: 'Actions on what is selected' });

story('two are selected by key, put into a stage by key, and taken back (UC-8)', async (shop) => {
  await shop.see(shop.row('Ana Ruiz'));
  await shop.table.getByRole('row').nth(1).focus();
  await shop.page.keyboard.press('x');
  await shop.page.keyboard.press('ArrowDown');
  await shop.page.keyboard.press('x');
  await shop.see(bar(shop).getByText('2 selected'));
  await shop.page.keyboard.press('m');
  await shop.page.getByRole('menuitem', { name: 'Offer' }).click();
  await shop.see(shop.toast('2 conversations changed'));
  await shop.see(shop.table.getByText('Offer').nth(1));
  await bar(shop).waitFor({ state: 'hidden' });
  await shop.toast('2 conversations changed').getByRole('button', { name: 'Undo' }).click();
  await shop.table.getByText('Offer').first().waitFor({ state: 'hidden' });
});

story('all that match are counted before they are archived (UC-8, UP-14)', async (shop) => {
  await shop.page.getByRole('button', { name: 'Bulk actions' }).click();
  await shop.page.getByRole('menuitem', { name: /Select all \(3\)/ }).click();
  await shop.see(bar(shop).getByText('3 selected'));
  await bar(shop).getByRole('button', { name: 'Archive' }).click();
  await shop.page.getByRole('menuitem', { name: 'Unsuccessful' }).click();
  await shop.see(shop.dialog.getByText('Archive 3 conversations?'));
  await shop.dialog.getByRole('button', { name: 'Change 3 conversations' }).click();
  await shop.see(shop.toast('3 conversations changed'));
  await shop.row('Ana Ruiz').waitFor({ state: 'hidden' });
  await shop.toast('3 conversations changed').getByRole('button', { name: 'Undo' }).click();
  await shop.see(shop.row('Ana Ruiz'));
});

story('Escape lets the selection go (UC-8)', async (shop) => {
  await shop.row('Berta Klein').getByRole('checkbox').click();
  await shop.see(bar(shop).getByText('1 selected'));
  await shop.page.keyboard.press('Escape');
  await bar(shop).waitFor({ state: 'hidden' });
  assert.equal(await shop.row('Berta Klein').getAttribute('aria-selected'), 'false');
});
