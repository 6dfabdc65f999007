// Two customers who are one person.

import { stories } from '../lib/story.mjs';

let ana;
const story = stories({}, async (shop) => {
  ana = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  const other = await shop.acceptedCustomer('A Ruiz', 'And the chairs?');
  for (const [conversation_id, address] of [
    [ana, '+34 600 111 222'],
    [other, '34600111222'],
  ]) {
    const { id } = await shop.core.call('contact_get', { conversation_id });
    const channel = address.startsWith('+') ? 'local' : 'fake';
    await shop.core.call('identity_add', { contact_id: id, channel, address });
    await shop.core.call('contact_update', { contact_id: id, company: `Casa ${address.length}` });
  }
  await shop.open(`chats/accepted/${ana}`);
});

story('the panel hints at a duplicate; they are compared and merged', async (shop) => {
  const { contact, dialog, page } = shop;
  await shop.see(contact.getByText('May be the same as A Ruiz'));
  await shop.see(contact.getByText('same phone number'));
  await contact.getByRole('button', { name: 'Compare' }).click();
  await shop.see(dialog.getByText('Stays'));
  await dialog.getByRole('radio', { name: 'Company: Casa 11' }).check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await shop.gone(dialog);
  await shop.see(contact.getByRole('button', { name: 'Company: Casa 11' }));
  await shop.see(contact.getByRole('group', { name: 'Merged' }).getByText('A Ruiz'));
  await shop.see(contact.getByRole('group', { name: 'Other conversations' }).getByText('And the chairs?'));
  await page.keyboard.press('Escape');
});

story('they are taken apart later from the panel', async (shop) => {
  await shop.open(`chats/accepted/${ana}`);
  const merged = shop.contact.getByRole('group', { name: 'Merged' });
  await merged.getByRole('button', { name: 'Take apart' }).click();
  await shop.gone(merged);
  await shop.see(shop.contact.getByText('May be the same as A Ruiz'));
});

story('the list of duplicates offers to keep them apart', async (shop) => {
  const { page } = shop;
  await shop.open('settings/duplicates');
  await page.getByRole('button', { name: 'Not the same' }).click();
  await shop.see(page.getByText('No two customers look like the same person.'));
  await shop.toast('They stay two customers').getByRole('button', { name: 'Undo' }).click();
  await shop.see(page.getByRole('button', { name: 'Not the same' }));
});

story('any other customer is found by name and merged, and taken back', async (shop) => {
  const { contact, dialog, page } = shop;
  await shop.customer('Bruno Lima', 'Do you deliver?');
  await shop.open(`chats/accepted/${ana}`);
  await contact.getByRole('button', { name: 'More about this contact' }).click();
  await shop.choose('Merge with…');
  await dialog.getByRole('combobox', { name: 'The other customer' }).fill('zzzz');
  await shop.see(dialog.getByText('No other customer was found.'));
  await dialog.getByRole('combobox', { name: 'The other customer' }).fill('brun');
  await shop.see(dialog.getByRole('option', { name: /Bruno Lima/ }));
  await page.keyboard.press('Enter');
  await shop.see(dialog.getByText('Stays'));
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await shop.gone(dialog);
  await shop.see(contact.getByRole('group', { name: 'Merged' }).getByText('Bruno Lima'));
  await shop.toast('Ana Ruiz').getByRole('button', { name: 'Undo' }).click();
  await shop.gone(contact.getByRole('group', { name: 'Merged' }));
});

story('the palette merges the customer of the open conversation', async (shop) => {
  const { dialog, page } = shop;
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('merge with');
  await page.getByRole('option', { name: /Merge with…/ }).click();
  await shop.see(dialog.getByRole('combobox', { name: 'The other customer' }));
  await page.keyboard.press('Escape');
  await shop.gone(dialog);
});
