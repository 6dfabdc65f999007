// Whom and what the shop does not want to hear from (UC-27).

import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.customer('Spam King', 'Hello friend');
  await shop.customer('Ana Ruiz', 'What does the table cost?');
  await shop.open('chats/new');
});

story('a client is blocked in their conversation and disappears (UC-27)', async (shop) => {
  const { contact, page } = shop;
  await shop.openChat('Spam King');
  await contact.getByRole('button', { name: 'More about this contact' }).click();
  await shop.choose('Block customer');
  await shop.see(contact.getByText('This customer is blocked'));
  await shop.core.says('Spam King', 'Buy my watches');
  await shop.core.says('Ana Ruiz', 'Hello again');
  await shop.open('chats/new');
  await shop.see(shop.row('Ana Ruiz'));
  await shop.gone(shop.row('Spam King'));

  await shop.open('settings/blocklist');
  await shop.see(page.getByRole('rowheader', { name: 'Spam King' }));
});

story('the menu of the conversation blocks too, and Undo takes it back (UC-27)', async (shop) => {
  const { contact, conversation } = shop;
  await shop.open('chats/new');
  await shop.openChat('Ana Ruiz');
  await conversation.getByRole('button', { name: 'More actions' }).click();
  await shop.choose('Block customer');
  await shop.see(contact.getByText('This customer is blocked'));
  await conversation.getByRole('button', { name: 'More actions' }).click();
  await shop.see(shop.entry('Block customer').and(shop.page.locator('[aria-disabled="true"]')));
  await shop.page.keyboard.press('Escape');
  await shop.toast('Ana Ruiz').getByRole('button', { name: 'Undo' }).click();
  await shop.gone(contact.getByText('This customer is blocked'));
  await shop.open('settings/blocklist');
});

story('a stop-word holds back a message, which is looked at and let in (UC-27)', async (shop) => {
  const { page, dialog } = shop;
  await page.getByRole('button', { name: 'Block a word or post' }).click();
  await dialog.getByRole('textbox', { name: 'Word or phrase' }).fill('casino');
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await shop.see(page.getByRole('rowheader', { name: 'casino' }));
  await shop.core.says('Ana Ruiz', 'Have you seen this CASINO?');
  await page.getByRole('radio', { name: /^Held back/ }).click();
  await shop.see(page.getByText('Have you seen this CASINO?'));
  await shop.see(page.getByText('Stop-word “casino”'));
  await page.getByRole('button', { name: 'Let in the message of Ana Ruiz' }).click();
  await shop.gone(page.getByText('Have you seen this CASINO?'));
  await shop.open('chats/new');
  await shop.until(
    async () => /CASINO/.test(await (await shop.cell('Ana Ruiz', 'Client')).innerText()),
    'it came in as the last message',
  );
});

story('lifting asks about what was held back (UC-27)', async (shop) => {
  const { page, dialog } = shop;
  await shop.open('settings/blocklist');
  await page.getByRole('button', { name: 'Lift Spam King' }).click();
  await shop.see(dialog.getByText('1 message was held back'));
  await dialog.getByRole('button', { name: 'Let them in' }).click();
  await shop.gone(page.getByRole('rowheader', { name: 'Spam King' }));
  await shop.open('chats/new');
  await shop.openChat('Spam King');
  await shop.see(shop.thread('Spam King').getByText('Buy my watches'));
});
