// The list of tasks: groups by deadline, edited, postponed, ticked and thrown away, by pointer and by key.

import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('chats/accepted');
  await shop.openChat('Ana Ruiz');
  await shop.contact.getByRole('button', { name: 'Add task' }).click();
  await shop.contact.getByPlaceholder('Details, if any').fill('Ring back');
  await shop.contact.getByRole('button', { name: 'Add task' }).last().click();
  await shop.see(shop.toast('Task added'));
  await shop.open('tasks');
});

const list = (shop) => shop.page.getByRole('grid', { name: 'Tasks' });

story('a task stands in its group with its client (UC-26)', async (shop) => {
  await shop.see(list(shop).getByRole('heading', { name: /Tomorrow/ }));
  await shop.see(list(shop).getByRole('link', { name: 'Ana Ruiz' }));
});

story('a task is edited and postponed, and that is taken back (UC-26)', async (shop) => {
  await list(shop).getByRole('button', { name: 'Actions for Ring back' }).click();
  await shop.page.getByRole('menuitem', { name: 'Edit task' }).click();
  await shop.dialog.getByLabel('What is to be done').fill('Ring twice');
  await shop.dialog.getByRole('button', { name: 'Save' }).click();
  await shop.see(list(shop).getByText('Ring twice'));
  await list(shop).getByRole('button', { name: 'Actions for Ring twice' }).click();
  await shop.page.getByRole('menuitem', { name: 'Postpone' }).hover();
  await shop.page.getByRole('menuitem', { name: 'No deadline' }).click();
  await shop.see(list(shop).getByRole('heading', { name: /No deadline/ }));
  await shop.toast('Task postponed').getByRole('button', { name: 'Undo' }).click();
  await shop.see(list(shop).getByRole('heading', { name: /Tomorrow/ }));
});

story('a task is ticked by key and seen among the done (UC-26)', async (shop) => {
  await list(shop).getByRole('row').nth(1).focus();
  await shop.page.keyboard.press('x');
  await shop.see(shop.toast('Task done'));
  await shop.page.getByRole('switch', { name: 'Show done' }).click();
  await shop.see(list(shop).getByRole('heading', { name: /Done/ }));
});
