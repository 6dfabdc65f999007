// The client beside the conversation: who it is, what was said, what is to be done.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

let id;
const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  id = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open(`chats/accepted/${id}`);
});

story('name, company, comment and tags of a contact are edited in place (PO-6, UC-17)', async (shop) => {
  const { contact, page } = shop;
  await contact.getByRole('button', { name: 'Name: Ana Ruiz', exact: true }).click();
  await contact.getByRole('textbox', { name: 'Name' }).fill('Ana Ruiz Moreno');
  await page.keyboard.press('Enter');
  await shop.see(shop.conversation.getByRole('heading', { name: 'Ana Ruiz Moreno' }));

  await contact.getByRole('button', { name: 'Company' }).click();
  await contact.getByRole('textbox', { name: 'Company' }).fill('Casa Ruiz');
  await page.keyboard.press('Enter');
  await shop.see(contact.getByRole('button', { name: 'Company: Casa Ruiz' }));

  await contact.getByRole('button', { name: 'Comment' }).click();
  await contact.getByRole('textbox', { name: 'Comment' }).fill('Second floor, no lift');
  await page.keyboard.press('Control+Enter');
  await shop.see(contact.getByRole('button', { name: 'Comment: Second floor, no lift' }));

  await contact.getByRole('button', { name: 'Add tag' }).click();
  await contact.getByRole('combobox', { name: 'Add tag' }).fill('regular');
  await page.getByRole('option', { name: 'Create “regular”' }).click();
  await shop.see(contact.getByRole('button', { name: 'Remove tag regular' }));

  await page.reload();
  await shop.see(contact.getByRole('button', { name: 'Company: Casa Ruiz' }));
  await shop.see(contact.getByRole('button', { name: 'Remove tag regular' }));
});

story('the timeline tells messages and events in one line (PO-5)', async (shop) => {
  const thread = shop.thread('Ana Ruiz Moreno');
  await shop.see(thread.getByText('What does the table cost?'));
  await shop.see(thread.getByText(/accepted the conversation/));
  await shop.conversation.getByRole('button', { name: /Pipeline status/ }).click();
  await shop.choose('Offer');
  await shop.see(thread.getByText(/moved the deal from New request to Offer/));
  await shop.see(thread.getByText(/added regular/));
});

story('a task is added, stands in the table, and is ticked off (UC-15, UC-26)', async (shop) => {
  const tasks = shop.contact.getByRole('group', { name: 'Tasks', exact: true });
  await tasks.getByRole('button', { name: 'Add task' }).click();
  await tasks.getByRole('textbox', { name: 'What is to be done' }).fill('Ask for the address');
  await tasks.getByRole('button', { name: 'Tomorrow' }).click();
  await tasks.getByRole('button', { name: 'Add task' }).last().click();
  await shop.see(tasks.getByText('Ask for the address'));

  await shop.open('chats/accepted');
  await shop.until(
    async () => /Ask for the address/.test(await (await shop.cell('Ana Ruiz Moreno', 'Tasks')).innerText()),
    'the table shows the task',
  );

  await shop.open('tasks');
  const box = shop.page.getByRole('checkbox', { name: 'Done: Ask for the address' });
  await box.click();
  await shop.gone(box);
  await shop.page.getByRole('switch', { name: 'Show done' }).click();
  await shop.see(shop.page.getByRole('checkbox', { name: /Ask for the address/, checked: true }));
  const { tasks: open } = await shop.core.call('conversation_get', { conversation_id: id });
  assert.ok(
    open.every((task) => task.done_at !== null),
    'nothing is left to do',
  );
});

story('addresses are added, marked and taken back, and one that is answered stays (PO-6)', async (shop) => {
  await shop.open(`chats/accepted/${id}`);
  const { contact, page } = shop;
  shop.expected = /422/;
  await contact.getByRole('button', { name: 'Add address' }).click();
  await contact.getByRole('textbox', { name: 'Address' }).fill('ana at home');
  await contact.getByRole('button', { name: 'Add address' }).click();
  await shop.see(shop.toast('Type a mail address'));
  await contact.getByRole('textbox', { name: 'Address' }).fill('Ana@Ruiz.Example');
  await page.keyboard.press('Enter');
  await shop.see(contact.getByRole('button', { name: 'Ana@Ruiz.Example' }).first());

  await contact.getByRole('button', { name: 'More for Ana@Ruiz.Example' }).click();
  await shop.choose('Mark as not working');
  await shop.see(contact.getByText('Not working', { exact: true }));
  await contact.getByRole('button', { name: 'More for Ana@Ruiz.Example' }).click();
  await shop.choose('Remove');
  await shop.gone(contact.getByText('Ana@Ruiz.Example'));
  await shop.toast('Address removed').getByRole('button', { name: 'Undo' }).click();
  await shop.see(contact.getByText('Ana@Ruiz.Example').first());

  await contact.getByRole('button', { name: 'More for ana.ruiz' }).click();
  await shop.see(shop.entry('A conversation answers to it'));
  await page.keyboard.press('Escape');
});

story('sections fold, and stay folded (UC-23)', async (shop) => {
  const { contact } = shop;
  await contact.getByRole('button', { name: 'Profile' }).click();
  await shop.gone(contact.getByRole('button', { name: 'Company' }));
  await shop.page.reload();
  await shop.see(contact.getByRole('button', { name: 'Profile' }));
  assert.equal(await contact.getByRole('button', { name: 'Company' }).count(), 0, 'it is still folded');
  await contact.getByRole('button', { name: 'Profile' }).click();
  await shop.see(contact.getByRole('button', { name: 'Company' }));
});
