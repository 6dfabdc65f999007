// G19: how long the page's own thread is busy at most while a seller works and messages come in: `awake [CONVERSATIONS]`.

import { burst, frames } from '../lib/deeds.mjs';
import { bench, table } from '../lib/bench.mjs';
import { watched } from '../lib/watched.mjs';

const [conversations = 1000] = process.argv.slice(2).map(Number);

await bench({}, async (shop) => {
  await shop.core.fillSample(conversations);
  const row = table(`The window stays awake, ${conversations} conversations`, [
    'longest task, ms (goal 50)',
    'mostly',
    'frames',
    'most changes of the table in one',
  ]);
  const tell = async (name, deed) => {
    const { longest, longestParts, frames, mostChanges } = await watched(shop.page, deed);
    row(name, longest.toFixed(0), longestParts, frames, mostChanges);
  };
  await shop.open('chats/new');
  await shop.see(shop.table.getByRole('row').nth(5));
  await tell('500 messages at once', () => burst(shop, 500));
  await tell('scrolling the table', async () => {
    await shop.table.hover();
    for (let i = 0; i < 20; i++) await shop.page.mouse.wheel(0, 400);
    await frames(shop.page);
  });
  await tell('another folder', async () => {
    await shop.page.keyboard.press('Escape');
    await shop.folder(/Accepted/).click();
    await shop.see(shop.table.getByRole('row').nth(5));
  });
  await tell('another order', async () => {
    const head = shop.table.getByRole('columnheader', { name: 'Client' });
    await head.getByRole('button').first().click();
    await shop.until(async () => /ending/.test(await head.getAttribute('aria-sort')), 'it is sorted');
    await frames(shop.page);
  });
  await tell('opening a chat', async () => {
    await shop.table.getByRole('row').nth(3).getByRole('gridcell').nth(1).click();
    await shop.see(shop.conversation.getByRole('heading', { level: 2 }));
  });
  await tell('writing', async () => {
    await shop.write('', 'Note');
    const note = shop.conversation.getByRole('textbox', { name: 'Note' });
    await note.pressSequentially('Calls back on Friday.');
  });
});
