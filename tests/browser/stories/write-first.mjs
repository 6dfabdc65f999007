// Writing first: to somebody new, and to somebody with whom there is a conversation already.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('chats/new');
});

story('somebody new is written to, and the conversation is in Accepted and ours (UC-6)', async (shop) => {
  await shop.page.getByRole('main').focus();
  await shop.page.keyboard.press('c');
  const dialog = shop.page.getByRole('dialog', { name: 'New message' });
  await dialog.getByRole('textbox', { name: 'Login' }).fill('two words');
  await shop.see(dialog.getByText('A login has no spaces.'));
  await dialog.getByRole('textbox', { name: 'Login' }).fill('@Ben');
  await shop.see(dialog.getByText('Read as ben'));
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('Ben Okoro');
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Your chair');
  await dialog.getByRole('textbox', { name: 'Message' }).fill('It is ready to be fetched.');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await shop.see(shop.conversation.getByRole('heading', { name: 'Ben Okoro', level: 2 }));
  await shop.until(async () => (await shop.core.sent()).length === 1, 'it has left');
  const [sent] = await shop.core.sent();
  assert.equal(sent.to, 'ben');
});

story('whom we know is opened instead, with the text in the composer (UC-6)', async (shop) => {
  await shop.open('chats/new');
  await shop.page.getByRole('button', { name: 'New message' }).click();
  const dialog = shop.page.getByRole('dialog', { name: 'New message' });
  await dialog.getByRole('textbox', { name: 'Login' }).fill('ana');
  await dialog.getByRole('button', { name: /Ana Ruiz/ }).click();
  await dialog.getByRole('textbox', { name: 'Message' }).fill('The price has changed.');
  await dialog.getByRole('button', { name: 'Open conversation' }).click();
  await shop.see(shop.conversation.getByRole('heading', { name: 'Ana Ruiz', level: 2 }));
  const field = shop.conversation.getByRole('textbox', { name: 'Reply' });
  await shop.until(async () => (await field.inputValue()) === 'The price has changed.', 'nothing is lost');
  assert.equal((await shop.core.sent()).length, 1, 'nothing left unseen');
});
