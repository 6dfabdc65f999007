// The tags screen: made, renamed, coloured, merged, deleted, with where each is used.

import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('tags');
});

const line = (shop, name) => shop.page.getByRole('row').filter({ hasText: name });

async function make(shop, name) {
  await shop.page.getByRole('button', { name: 'New tag' }).click();
  await shop.page.getByLabel('Name of the new tag').fill(name);
  await shop.page.getByRole('button', { name: 'Create' }).click();
  await shop.see(line(shop, name));
}

story('a tag is made, renamed in place and coloured (UC-25)', async (shop) => {
  await make(shop, 'vip');
  await line(shop, 'vip').getByRole('button', { name: 'Rename vip' }).click();
  await shop.page.keyboard.type('Key customer');
  await shop.page.keyboard.press('Enter');
  await shop.see(line(shop, 'Key customer'));
  await shop.page.getByRole('button', { name: 'Colour of Key customer' }).click();
  await shop.page.getByRole('menuitemcheckbox', { name: 'Amber' }).click();
  await shop.see(shop.toast('Tag coloured'));
});

story('a name that is taken offers to make the two one (UC-25)', async (shop) => {
  shop.expected = /422/;
  await make(shop, 'regular');
  await line(shop, 'regular').getByRole('button', { name: 'Rename regular' }).click();
  await shop.page.keyboard.type('key customer');
  await shop.page.keyboard.press('Enter');
  await shop.see(shop.dialog.getByText('will wear Key customer'));
  await shop.dialog.getByRole('button', { name: 'Merge' }).click();
  await line(shop, 'regular').waitFor({ state: 'hidden' });
});

story('a tag is deleted after a question, and comes back (UC-25)', async (shop) => {
  await shop.page.getByRole('button', { name: 'Actions for Key customer' }).click();
  await shop.page.getByRole('menuitem', { name: 'Delete…' }).click();
  await shop.dialog.getByRole('button', { name: 'Delete' }).click();
  await line(shop, 'Key customer').waitFor({ state: 'hidden' });
  await shop.toast('deleted').getByRole('button', { name: 'Undo' }).click();
  await shop.see(line(shop, 'Key customer'));
});
