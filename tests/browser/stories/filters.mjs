// Filters over the chats, with counts, by mouse and by key; views that keep them beside the folders.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  await shop.acceptedCustomer('Berta Klein', 'Is the shelf in stock?');
  const ana = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.acceptedCustomer('Carl Stone', 'When do you open?');
  await shop.customer('Dora Lind', 'Do you deliver?');
  await shop.core.call('conversation_tags_change', { conversation_id: ana, add: ['oak'], remove: [] });
  await shop.open('chats/accepted');
});

const bar = (shop) => shop.page.getByRole('group', { name: 'Filters' });
const choice = (shop, name) => shop.page.getByRole('option', { name });
const views = (shop) => shop.page.getByRole('navigation', { name: 'Views' });
const found = (shop) => shop.page.getByRole('status').filter({ hasText: /conversation|chat/ });

story('a filter is added, tells how many each choice finds, and narrows the table (UC-9)', async (shop) => {
  await bar(shop).getByRole('button', { name: 'Filter' }).click();
  await shop.choose('Tags');
  await shop.see(choice(shop, /^oak 1$/));
  await choice(shop, /oak/).click();
  await shop.gone(shop.row('Berta Klein'));
  await shop.see(shop.row('Ana Ruiz'));
  await shop.page.keyboard.press('Escape');
  await shop.see(bar(shop).getByRole('button', { name: 'Tags: oak' }));
});

story('the filter of a folder is there again tomorrow (UC-9)', async (shop) => {
  await shop.open('chats/accepted');
  await shop.see(bar(shop).getByRole('button', { name: 'Tags: oak' }));
  await shop.folder(/New/).click();
  await shop.see(shop.row('Dora Lind'));
  await shop.folder(/Accepted/).click();
  await shop.see(bar(shop).getByRole('button', { name: 'Tags: oak' }));
});

story('what matches nothing says so and offers the way back (UC-9)', async (shop) => {
  await bar(shop).getByRole('button', { name: 'Add filter' }).click();
  await shop.choose('State');
  await choice(shop, /^Answered 0$/).click();
  await shop.page.keyboard.press('Escape');
  await shop.see(shop.page.getByText('No conversation matches these filters.'));
  await shop.page.getByRole('button', { name: 'Reset filters' }).click();
  for (const name of ['Ana Ruiz', 'Berta Klein', 'Carl Stone']) await shop.see(shop.row(name));
});

story('a filter is set and reset without a mouse (UC-9)', async (shop) => {
  await shop.row('Carl Stone').focus();
  await shop.page.keyboard.press('f');
  await shop.see(shop.entry('State'));
  await shop.page.keyboard.type('State');
  await shop.page.keyboard.press('Enter');
  await shop.see(choice(shop, /^Unanswered/));
  await choice(shop, /^Unread/).press('ArrowDown');
  await shop.page.keyboard.press('ArrowDown');
  await shop.page.keyboard.press('Enter');
  await shop.page.keyboard.press('Escape');
  await shop.see(bar(shop).getByRole('button', { name: 'State: Unanswered' }));
  await shop.page.keyboard.press('Shift+F');
  await shop.gone(bar(shop).getByRole('button', { name: 'State: Unanswered' }));
});

story('a filter becomes a view beside the folders, with a count that follows (UC-9)', async (shop) => {
  await bar(shop).getByRole('button', { name: 'Filter' }).click();
  await shop.choose('State');
  await choice(shop, /^Unanswered/).click();
  await shop.page.keyboard.press('Escape');
  await bar(shop).getByRole('button', { name: 'Save as view…' }).click();
  await shop.dialog.getByRole('textbox', { name: 'Name' }).fill('To answer');
  await shop.page.keyboard.press('Enter');
  await shop.see(views(shop).getByRole('link', { name: 'To answer 3' }));
  await shop.folder(/Accepted/).click();
  await shop.see(bar(shop).getByRole('button', { name: 'Filter' }));
  await shop.openChat('Ana Ruiz');
  await shop.reply('390 euros.');
  await shop.see(views(shop).getByRole('link', { name: 'To answer 2' }));
});

story('a view is renamed, unpinned and deleted, and Undo brings it back', async (shop) => {
  await views(shop).getByRole('button', { name: 'All views' }).click();
  await shop.choose('Manage views…');
  await shop.dialog.getByRole('button', { name: 'Rename To answer' }).click();
  await shop.dialog.getByRole('textbox').fill('Your turn');
  await shop.page.keyboard.press('Enter');
  await shop.see(shop.dialog.getByRole('button', { name: 'Unpin Your turn' }));
  await shop.dialog.getByRole('button', { name: 'Delete Your turn' }).click();
  await shop.see(shop.dialog.getByText(/No view was saved yet/));
  await shop.dialog.getByRole('button', { name: 'Close' }).first().click();
  await shop.toast('View deleted: Your turn').getByRole('button', { name: 'Undo' }).click();
  await shop.see(views(shop).getByRole('link', { name: /Your turn/ }));
});

story('views come with the program: mine, nobody’s, waiting, snoozed', async (shop) => {
  await views(shop)
    .getByRole('link', { name: /Unassigned/ })
    .click();
  await shop.see(shop.row('Dora Lind'));
  await views(shop).getByRole('link', { name: /Mine/ }).click();
  await shop.see(shop.row('Carl Stone'));
  await shop.gone(shop.row('Dora Lind'));
  await views(shop)
    .getByRole('link', { name: /Snoozed/ })
    .click();
  await shop.see(shop.page.getByText('Nothing is snoozed.'));
  assert.match(await found(shop).first().innerText(), /0/);
});
