// Fields of the shop's own: made in the settings, filled beside a conversation.

import { stories } from '../lib/story.mjs';

let id;
const story = stories({}, async (shop) => {
  id = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('settings/fields');
});

story('a list and a number are made in the settings (CP-16)', async (shop) => {
  const { page, dialog } = shop;
  shop.expected = /422/;
  await shop.see(page.getByText('No fields of your own yet'));
  await page.getByRole('button', { name: 'New field' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await shop.see(dialog.getByText('needs a name'));
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Size');
  await shop.chooseIn(dialog.getByRole('combobox', { name: /^Holds/ }), 'List, one choice');
  for (const size of ['Small', 'Large']) {
    await dialog.getByRole('textbox', { name: 'Add a choice' }).fill(size);
    await page.keyboard.press('Enter');
  }
  await dialog.getByRole('button', { name: 'Save' }).click();
  await shop.gone(dialog);
  await shop.see(page.getByRole('region', { name: 'Contact' }).getByText('Size', { exact: true }));

  await page.getByRole('button', { name: 'New field' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Chairs');
  await shop.chooseIn(dialog.getByRole('combobox', { name: /^Belongs to/ }), 'Conversation');
  await shop.chooseIn(dialog.getByRole('combobox', { name: /^Holds/ }), 'Number');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await shop.see(page.getByText('Chairs', { exact: true }));
});

story('they are filled beside the conversation, and taken back (UC-32)', async (shop) => {
  const { contact, page } = shop;
  await shop.open(`chats/accepted/${id}`);
  await contact.getByRole('button', { name: /^Size:/ }).click();
  await shop.choose('Large');
  await shop.see(contact.getByRole('button', { name: 'Size: Large' }));
  await contact.getByRole('button', { name: /^Chairs:/ }).click();
  await contact.getByRole('textbox', { name: 'Chairs' }).fill('many');
  await page.keyboard.press('Enter');
  await shop.see(contact.getByRole('textbox', { name: 'Chairs' }));
  await contact.getByRole('textbox', { name: 'Chairs' }).fill('6');
  await page.keyboard.press('Enter');
  await shop.see(contact.getByRole('button', { name: 'Chairs: 6' }));
  await shop.toast('Chairs: 6').getByRole('button', { name: 'Undo' }).click();
  await shop.see(contact.getByRole('button', { name: 'Chairs: Add' }));
});

story(
  'the chats are filtered by what stands in fields, and a view keeps it (UC-9, UC-32, CP-16)',
  async (shop) => {
    const { page } = shop;
    const bar = page.getByRole('group', { name: 'Filters' });
    await shop.acceptedCustomer('Berta Klein', 'Is the shelf in stock?');
    await shop.open('chats/accepted');
    await shop.see(shop.row('Berta Klein'));
    await bar.getByRole('button', { name: 'Filter' }).click();
    await shop.choose('Size');
    await page.getByRole('checkbox', { name: 'Large' }).click();
    await shop.gone(shop.row('Berta Klein'));
    await shop.see(shop.row('Ana Ruiz'));
    await page.keyboard.press('Escape');
    await shop.see(bar.getByRole('button', { name: 'Size: Large' }));

    await bar.getByRole('button', { name: 'Size: Large' }).click();
    await page.getByRole('radio', { name: 'is empty' }).check();
    await shop.see(shop.row('Berta Klein'));
    await shop.gone(shop.row('Ana Ruiz'));
    await page.keyboard.press('Escape');
    await bar.getByRole('button', { name: 'Save as view…' }).click();
    await shop.dialog.getByRole('textbox', { name: 'Name' }).fill('Without size');
    await page.keyboard.press('Enter');
    await shop.see(
      page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Without size 1' }),
    );
    await shop.see(bar.getByRole('button', { name: 'Size: is empty' }));

    await shop.open('chats/accepted');
    await bar.getByRole('button', { name: 'Filter' }).click();
    await shop.choose('Chairs');
    await page.getByRole('dialog', { name: 'Chairs' }).getByRole('textbox', { name: 'From' }).fill('four');
    await shop.see(page.getByText('This does not fit the field.'));
    await page.getByRole('dialog', { name: 'Chairs' }).getByRole('textbox', { name: 'From' }).fill('4');
    await shop.see(page.getByText('No conversation matches these filters.'));
    await page.keyboard.press('Escape');
    await bar.getByRole('button', { name: 'Remove filter: Chairs' }).click();
    await shop.see(shop.row('Ana Ruiz'));
  },
);

story('a field that is deleted comes back with its values (CP-16)', async (shop) => {
  const { page } = shop;
  await shop.open('settings/fields');
  await page.getByRole('button', { name: 'Delete Size' }).click();
  await shop.gone(page.getByRole('button', { name: 'Delete Size' }));
  await shop.toast('deleted with 1 value').getByRole('button', { name: 'Undo' }).click();
  await shop.see(page.getByRole('button', { name: 'Delete Size' }));
  await shop.open(`chats/accepted/${id}`);
  await shop.see(shop.contact.getByRole('button', { name: 'Size: Large' }));
});
