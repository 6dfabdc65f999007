// The table of chats: what stands in it, how it is ordered, and what can be changed right there.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const COLUMNS = [
  'Client',
  'Pipeline status',
  'Response time',
  'Price',
  'Tasks',
  'Responsible',
  'Tags',
  'Source',
];

const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  await shop.acceptedCustomer('Berta Klein', 'Is the shelf in stock?');
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.acceptedCustomer('Carl Stone', 'When do you open?');
  await shop.open('chats/accepted');
});

const clients = async (shop) => {
  const rows = shop.table.getByRole('row');
  const names = [];
  for (const name of ['Ana Ruiz', 'Berta Klein', 'Carl Stone']) {
    const box = await rows.filter({ hasText: name }).boundingBox();
    names.push({ name, y: box.y });
  }
  return names
    .sort((a, b) => a.y - b.y)
    .map(({ name }) => name[0])
    .join('');
};

story('eight columns tell what has to be known of a chat (UC-10 to UC-18)', async (shop) => {
  await shop.see(shop.row('Ana Ruiz'));
  const heads = shop.table.getByRole('columnheader');
  assert.deepEqual(
    (await heads.allTextContents()).map((text) => text.trim()).filter((text) => text !== ''),
    COLUMNS,
  );
  for (const [column, text] of [
    ['Client', /What does the table cost\?/],
    ['Pipeline status', /New request/],
    ['Response time', /waiting/],
    ['Price', /—/],
    ['Responsible', /Owner/],
    ['Source', /Shop/],
  ])
    assert.match(await (await shop.cell('Ana Ruiz', column)).innerText(), text, column);
});

story('every column sorts, and a third press brings back the newest (UC-10)', async (shop) => {
  assert.equal(await clients(shop), 'CAB', 'who wrote last stands on top');
  const sortBy = (column) =>
    shop.table
      .getByRole('columnheader', { name: column })
      .getByRole('button', { name: column })
      .first()
      .click();
  await sortBy('Client');
  await shop.until(async () => (await clients(shop)) === 'ABC', 'names from A');
  await sortBy('Client');
  await shop.until(async () => (await clients(shop)) === 'CBA', 'names from Z');
  const head = shop.table.getByRole('columnheader', { name: 'Client' });
  assert.equal(await head.getAttribute('aria-sort'), 'descending', 'a screen reader hears the order');
  await sortBy('Client');
  await shop.until(async () => (await clients(shop)) === 'CAB', 'the newest first again');
  for (const column of COLUMNS.filter((name) => name !== 'Client')) {
    await sortBy(column);
    const sorted = shop.table.getByRole('columnheader', { name: column });
    await shop.until(
      async () => /ending/.test(await sorted.getAttribute('aria-sort')),
      `sorted by ${column}`,
    );
  }
  await shop.open('chats/accepted');
});

story('a column can be hidden and comes back (UC-10)', async (shop) => {
  const menu = shop.page.getByRole('button', { name: 'Columns' });
  await menu.click();
  await shop.choose('Source');
  await shop.gone(shop.table.getByRole('columnheader', { name: 'Source' }));
  await shop.page.keyboard.press('Escape');
  await menu.click();
  await shop.choose('Source');
  await shop.see(shop.table.getByRole('columnheader', { name: 'Source' }));
  await shop.page.keyboard.press('Escape');
});

story('a column is moved by mouse and by key, and stays where it was put (UC-10)', async (shop) => {
  const titles = async () =>
    (await shop.table.getByRole('columnheader').allTextContents()).map((text) => text.trim()).filter(Boolean);
  const head = (name) => shop.table.getByRole('columnheader', { name });
  const from = await head('Source').getByRole('button').boundingBox();
  const to = await head('Pipeline status').boundingBox();
  const { mouse } = shop.page;
  await mouse.move(from.x + 10, from.y + 8);
  await mouse.down();
  await mouse.move(to.x + 60, to.y + 8, { steps: 6 });
  await mouse.move(to.x + 20, to.y + 8, { steps: 3 });
  await mouse.up();
  await shop.until(async () => (await titles())[1] === 'Source', 'Source stands second');
  await head('Source').getByRole('button').focus();
  await shop.page.keyboard.press('Alt+Shift+ArrowRight');
  await shop.until(async () => (await titles())[2] === 'Source', 'and third');
  await shop.open('chats/accepted');
  assert.equal((await titles())[2], 'Source', 'also tomorrow');
  await head('Source').getByRole('button').focus();
  for (let press = 0; press < 5; press++) await shop.page.keyboard.press('Alt+Shift+ArrowRight');
  assert.deepEqual(await titles(), COLUMNS);
});

story('tags are put on and taken off in the row (UC-17)', async (shop) => {
  await shop.core.call('tag_add', { name: 'oak' });
  await shop.row('Ana Ruiz').getByRole('button', { name: 'Add tags' }).click();
  await shop.choose('oak');
  const worn = shop.row('Ana Ruiz').getByRole('button', { name: 'Tags: oak. Change' });
  await shop.see(worn);
  await worn.click();
  await shop.choose('oak');
  await shop.see(shop.row('Ana Ruiz').getByRole('button', { name: 'Add tags' }));
});

story('rows are checked one by one, as a range and as a page', async (shop) => {
  const checked = () => shop.table.locator('[role="row"][aria-selected="true"]').count();
  await shop.row('Carl Stone').click({ modifiers: ['Control'] });
  assert.equal(await checked(), 1);
  await shop.row('Berta Klein').click({ modifiers: ['Shift'] });
  assert.equal(await checked(), 3, 'from Carl to Berta');
  await shop.table.getByRole('checkbox', { name: 'Select none' }).click();
  assert.equal(await checked(), 0);
  await shop.table.getByRole('checkbox', { name: 'Select the rows on screen' }).click();
  assert.equal(await checked(), 3);
  await shop.table.getByRole('checkbox', { name: 'Select none' }).click();
});

story('the pipeline status changes in the row, and Undo takes it back (UC-12)', async (shop) => {
  await shop.row('Ana Ruiz').getByRole('button', { name: 'Pipeline status: New request' }).click();
  await shop.choose('Offer');
  await shop.see(shop.row('Ana Ruiz').getByRole('button', { name: 'Pipeline status: Offer' }));
  await shop.toast('Moved to Offer').getByRole('button', { name: 'Undo' }).click();
  await shop.see(shop.row('Ana Ruiz').getByRole('button', { name: 'Pipeline status: New request' }));
});

story('the price is written in the row (UC-14)', async (shop) => {
  await shop.row('Ana Ruiz').getByRole('button', { name: 'Price' }).click();
  await shop.row('Ana Ruiz').getByRole('textbox', { name: 'Price' }).fill('1250.50');
  await shop.page.keyboard.press('Enter');
  await shop.see(shop.row('Ana Ruiz').getByText('€1,250.50'));
  await shop.page.reload();
  await shop.see(shop.row('Ana Ruiz').getByText('€1,250.50'));
});

story('an answer stops the clock of the response time (UC-13)', async (shop) => {
  await shop.openChat('Carl Stone');
  await shop.reply('At nine.');
  await shop.see(shop.thread('Carl Stone').getByText(/^sent \d/));
  await shop.conversation.getByRole('button', { name: 'Close conversation' }).click();
  await shop.see(shop.row('Carl Stone'));
  const cell = await shop.cell('Carl Stone', 'Response time');
  await shop.until(async () => !/waiting/.test(await cell.innerText()), 'nobody waits any more');
});

story('who is in charge is chosen in the row (UC-16)', async (shop) => {
  await shop.row('Berta Klein').getByRole('button', { name: 'Responsible: Owner' }).click();
  await shop.choose('Nobody');
  await shop.see(shop.row('Berta Klein').getByRole('button', { name: 'Responsible: Nobody' }));
});

story('a stage of the archive moves the chat there, and it can be read (UC-4)', async (shop) => {
  await shop
    .row('Berta Klein')
    .getByRole('button', { name: /Pipeline status/ })
    .click();
  await shop.choose('Successful');
  await shop.gone(shop.row('Berta Klein'));
  await shop.folder(/Archive/).click();
  await shop.openChat('Berta Klein');
  await shop.see(shop.thread('Berta Klein').getByText('Is the shelf in stock?'));
});

story('who writes again from the archive stands in New, and it says why (UC-2)', async (shop) => {
  await shop.core.says('Berta Klein', 'I would like another one.');
  await shop.open('chats/new');
  await shop.openChat('Berta Klein');
  await shop.see(shop.conversation.getByText(/Was archived as Successful/));
});

story('spam goes from New straight to the archive (UC-4, UC-20)', async (shop) => {
  await shop.customer('Prize Office', 'You have won!');
  await shop.open('chats/new');
  await shop.openChat('Prize Office');
  await shop.conversation.getByRole('button', { name: 'To archive' }).click();
  await shop.see(shop.toast('Moved to the archive'));
  await shop.open('chats/archive');
  await shop.see(shop.row('Prize Office').getByText('Not a lead'));
});
