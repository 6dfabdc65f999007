// A customer writes, and a seller answers.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  await shop.open('chats/new');
});

story('a message appears in New within two seconds, with what is unread (UC-2, UC-11)', async (shop) => {
  await shop.core.says('Ana Ruiz', 'Do you deliver the oak table to Lisbon?');
  await shop.see(shop.row('Ana Ruiz').getByText('Do you deliver the oak table'), 2000);
  await shop.see(shop.row('Ana Ruiz').getByLabel('1 unread message'));
  await shop.core.says('Ana Ruiz', 'It has to be there in May.');
  await shop.see(shop.row('Ana Ruiz').getByLabel('2 unread messages'), 2000);
  await shop.see(shop.folder(/New/).getByText(/\d unread/));
});

story('opening reads it, accepting puts it into work (UC-19, UC-20, UC-3)', async (shop) => {
  await shop.openChat('Ana Ruiz');
  await shop.see(shop.thread('Ana Ruiz').getByText('It has to be there in May.'));
  await shop.conversation.getByRole('button', { name: 'Accept', exact: true }).click();
  await shop.see(shop.folder(/Accepted/).getByText('1', { exact: true }));
  await shop.see(shop.conversation.getByRole('button', { name: 'Pipeline status: New request' }));
  const counts = (await shop.core.call('workspace_get')).counts;
  assert.equal(counts.accepted_unread, 0, 'what was opened is read');
});

story('a reply leaves, and its state stands below it (UC-19)', async (shop) => {
  await shop.reply('Yes, in three weeks.');
  const answer = shop.thread('Ana Ruiz').getByRole('article').filter({ hasText: 'Yes, in three weeks.' });
  await shop.see(answer.getByText(/^sent \d/));
  const sent = await shop.core.sent();
  assert.deepEqual(
    sent.map(({ to, text, automatic }) => ({ to, text, automatic })),
    [{ to: 'ana.ruiz', text: 'Yes, in three weeks.', automatic: false }],
    'the customer got it once',
  );
});

story('a note stays inside (UC-33)', async (shop) => {
  await shop.write('Wants the walnut legs, too.', 'Note');
  await shop.conversation.getByRole('button', { name: 'Add note' }).click();
  await shop.see(
    shop
      .thread('Ana Ruiz')
      .getByRole('article', { name: /note, only for us/ })
      .getByText('walnut legs'),
  );
  assert.equal((await shop.core.sent()).length, 1, 'nothing was sent');
});

story('a draft outlives the window (UC-22)', async (shop) => {
  await shop.write('The price for Lisbon would be');
  await shop.until(async () => {
    const id = Number(new URL(shop.page.url()).hash.split('/').at(-1));
    return (await shop.core.call('conversation_get', { conversation_id: id })).draft_reply.text !== '';
  }, 'the draft is on disk');
  await shop.page.reload();
  const box = shop.conversation.getByRole('textbox', { name: 'Reply' });
  await shop.until(
    async () => (await box.inputValue()) === 'The price for Lisbon would be',
    'the draft is back',
  );
  await box.fill('');
});

story('a file goes along (UC-22)', async (shop) => {
  await shop.write('Here is the drawing.');
  const [chooser] = await Promise.all([
    shop.page.waitForEvent('filechooser'),
    shop.conversation.getByRole('button', { name: 'Attach files' }).click(),
  ]);
  await chooser.setFiles({
    name: 'drawing.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('oak, 180 × 90'),
  });
  await shop.see(shop.conversation.getByRole('list', { name: 'Attached files' }).getByText('drawing.txt'));
  await shop.conversation.getByRole('button', { name: 'Send', exact: true }).click();
  const answer = shop.thread('Ana Ruiz').getByRole('article').filter({ hasText: 'Here is the drawing.' });
  await shop.see(answer.getByText(/^sent \d/));
  assert.deepEqual((await shop.core.sent()).at(-1).files, ['drawing.txt']);
});
