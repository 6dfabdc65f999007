// The core goes away under the window, and comes back.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('chats/accepted');
});

story('while the core is away the window says so, and goes on by itself when it is back', async (shop) => {
  shop.expected = /WebSocket|ERR_CONNECTION|Failed to load resource/;
  const banner = shop.page.getByRole('paragraph').filter({ hasText: /core does not answer/ });
  await shop.see(shop.row('Ana Ruiz'));
  await shop.core.crash();
  await shop.see(banner);
  assert.ok(await shop.row('Ana Ruiz').isVisible(), 'what was there stays to be read');

  await shop.core.comeBack();
  await shop.gone(banner, 15_000);
  await shop.openChat('Ana Ruiz');
  await shop.core.says('Berta Klein', 'Hello');
  await shop.see(shop.folder(/New/).getByText(/\d unread/));
});

story('a draft that was written just before a crash is back after it (UC-22)', async (shop) => {
  shop.expected = /WebSocket|ERR_CONNECTION|Failed to load resource/;
  await shop.write('The price would be');
  const { openId } = shop;
  await shop.until(
    async () =>
      (await shop.core.call('conversation_get', { conversation_id: openId })).draft_reply.text !== '',
    'the draft is on disk',
  );
  await shop.core.crash();
  await shop.core.comeBack();
  await shop.open(`chats/accepted/${openId}`);
  const box = shop.conversation.getByRole('textbox', { name: 'Reply' });
  await shop.until(async () => (await box.inputValue()) === 'The price would be', 'the draft is back');
});

story('marked unread survives opening another chat (UC-24)', async (shop) => {
  await shop.open('chats/accepted');
  await shop.openChat('Ana Ruiz');
  await shop.conversation.getByRole('button', { name: 'More actions' }).click();
  await shop.choose('Mark as unread or read');
  await shop.until(async () => {
    const conversation_id = shop.openId;
    return (await shop.core.call('conversation_get', { conversation_id })).marked_unread;
  }, 'the core knows it');
  await shop.open('chats/accepted');
  await shop.see(shop.row('Ana Ruiz').getByText('Marked as unread'));
});
