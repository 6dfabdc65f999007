// Writing: what stands in the field survives, leaves when it shall, and comes back when it should not have left.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

let id;
const story = stories({}, async (shop) => {
  id = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open(`chats/accepted/${id}`);
  await shop.see(shop.thread('Ana Ruiz').getByText('What does the table cost?'));
});
const field = (shop, name = 'Reply') => shop.conversation.getByRole('textbox', { name });
const message = (shop, text) => shop.thread('Ana Ruiz').getByRole('article').filter({ hasText: text });

story('a draft survives the end of the program, and reply and note have one each (UC-22)', async (shop) => {
  await shop.write('ask Jo about the discount', 'Note');
  await shop.write('Dear Ana,');
  await shop.until(async () => {
    const head = await shop.core.call('conversation_get', { conversation_id: id });
    return head.draft_reply.text === 'Dear Ana,' && head.draft_note.text !== '';
  }, 'both are on disk');
  shop.expected = /Failed to load resource|net::ERR/;
  await shop.core.crash();
  await shop.core.comeBack();
  await shop.open(`chats/accepted/${id}`);
  await shop.until(async () => (await field(shop).inputValue()) === 'Dear Ana,', 'the reply is back');
  await shop.conversation.getByRole('radio', { name: /^Note/ }).click();
  assert.equal(await field(shop, 'Note').inputValue(), 'ask Jo about the discount');
  await field(shop, 'Note').fill('');
});

story('undo brings text and files back, and send now does not wait (UC-22)', async (shop) => {
  await shop.core.settings({ undo_send_seconds: 30 });
  await shop.write('It costs 89 euros.');
  const chooser = shop.page.waitForEvent('filechooser');
  await shop.conversation.getByRole('button', { name: 'Attach files' }).click();
  await (
    await chooser
  ).setFiles({ name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('hello') });
  const files = shop.conversation.getByRole('list', { name: 'Attached files' });
  await shop.see(files.getByText('offer.pdf'));
  const send = shop.conversation.getByRole('button', { name: 'Send', exact: true });
  await shop.until(() => send.isEnabled(), 'the file is there whole');
  await field(shop).press('Control+Enter');
  const mistake = message(shop, 'It costs 89 euros.');
  await shop.see(mistake.getByText(/leaves in \d+ s/));
  await mistake.getByRole('button', { name: 'Undo' }).click();
  await shop.gone(mistake);
  assert.equal(await field(shop).inputValue(), 'It costs 89 euros.');
  await shop.see(files.getByText('offer.pdf'));

  await field(shop).fill('It costs 890 euros.');
  await field(shop).press('Control+Enter');
  await message(shop, '890 euros').getByRole('button', { name: 'Send now' }).click();
  await shop.see(message(shop, '890 euros').getByText(/^sent \d/));
  assert.equal((await shop.core.sent()).length, 1);
});

story('an emoji is found by its words and put where the caret is', async (shop) => {
  await field(shop).fill('Thank you ');
  await shop.conversation.getByRole('button', { name: 'Emoji' }).click();
  const panel = shop.page.getByRole('dialog', { name: 'Emoji' });
  await panel.getByRole('textbox', { name: 'Search emoji' }).fill('red heart');
  await panel.getByRole('button', { name: 'red heart' }).first().click();
  assert.match(await field(shop).inputValue(), /^Thank you ❤/);
  await field(shop).fill('');
});

story(
  'a message is planned, changed and cancelled back into the composer (DESIGN.md: outbox)',
  async (shop) => {
    await field(shop).fill('Have you had time to think?');
    await shop.conversation.getByRole('button', { name: 'Send later' }).click();
    const panel = shop.page.getByRole('dialog', { name: 'Send later' });
    await panel.getByRole('checkbox').click();
    await panel.getByRole('textbox').fill('in 2 days');
    await panel.getByRole('button', { name: 'Schedule' }).click();
    await shop.see(shop.toast('Scheduled for'));
    await shop.see(message(shop, 'Have you had time').getByText(/^goes /));

    await shop.open('scheduled');
    const row = shop.page.getByRole('listitem').filter({ hasText: 'Have you had time' });
    await shop.see(row.getByText('only if they do not write first'));
    await row.getByRole('button', { name: 'Edit' }).click();
    await shop.dialog.getByRole('textbox', { name: 'Message' }).fill('Have you decided?');
    await shop.dialog.getByRole('button', { name: 'Save' }).click();
    const changed = shop.page.getByRole('listitem').filter({ hasText: 'Have you decided?' });
    await shop.see(changed);
    await changed.getByRole('button', { name: 'Cancel' }).click();
    await shop.see(shop.page.getByText('Nothing is scheduled.', { exact: false }));

    await shop.open(`chats/accepted/${id}`);
    await shop.until(
      async () => (await field(shop).inputValue()) === 'Have you decided?',
      'it is written anew',
    );
  },
);
