// Ready-made texts: made from a suggestion, found by "/" while writing, filled in or asked.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

let id;
const story = stories({}, async (shop) => {
  id = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('templates');
});
const editor = (shop) => shop.page.getByRole('region', { name: 'Template', exact: true });

story('the empty screen suggests three, and one of them is made ours (UC-31)', async (shop) => {
  const suggested = shop.page.getByRole('main').getByRole('listitem');
  await shop.see(suggested);
  assert.equal(await suggested.count(), 3);
  await suggested.filter({ hasText: 'Offer' }).getByRole('button').click();
  const body = editor(shop).getByRole('textbox', { name: 'Text' });
  assert.match(await body.inputValue(), /\{\{contact\.first_name\|there\}\}/);
  await shop.see(editor(shop).getByText('What is marked will be asked', { exact: false }));
  await editor(shop).getByRole('button', { name: 'Save' }).click();
  await shop.see(shop.toast('Saved “Offer”'));
  await shop.see(shop.page.getByRole('link', { name: /Offer/ }));
});

story('a variable that does not exist is told beside the text (PO-11)', async (shop) => {
  const body = editor(shop).getByRole('textbox', { name: 'Text' });
  const before = await body.inputValue();
  await body.fill('{{contact.nmae}}');
  await shop.see(editor(shop).getByText('contact.nmae').last());
  await body.fill(before);
});

story(
  '"/" finds it, what is not known is asked, and it is inserted by keys alone (UC-31, PO-11)',
  async (shop) => {
    await shop.open(`chats/accepted/${id}`);
    const field = shop.conversation.getByRole('textbox', { name: 'Reply' });
    await field.click();
    await shop.page.keyboard.type('/off');
    const list = shop.conversation.getByRole('listbox', { name: 'Templates' });
    await shop.see(list.getByRole('option', { name: /Offer/ }));
    await shop.page.keyboard.press('Enter');
    await shop.see(shop.dialog.getByRole('textbox', { name: 'Day of delivery' }));
    await shop.dialog.getByRole('textbox', { name: 'Day of delivery' }).fill('Friday');
    await shop.dialog.getByRole('button', { name: 'Insert' }).click();
    await shop.until(async () => /^Hello Ana, .*Friday/s.test(await field.inputValue()), 'it is filled in');
    await shop.see(shop.conversation.getByText('Not filled in yet', { exact: false }));

    // What nobody answered is never sent by mistake.
    await field.press('Control+Enter');
    await shop.see(shop.dialog.getByText('Something is not filled in'));
    await shop.dialog.getByRole('button', { name: 'Fill in' }).click();
    await shop.page.keyboard.type('890 euros');
    await shop.until(
      async () => (await field.inputValue()).includes('our price is 890 euros'),
      'typed over the gap',
    );
    await field.press('Control+Enter');
    await shop.see(shop.thread('Ana Ruiz').getByText('our price is 890 euros', { exact: false }));
  },
);

story('a deleted one can be brought back (UC-31)', async (shop) => {
  await shop.open('templates');
  await shop.page.getByRole('link', { name: /Offer/ }).click();
  await editor(shop).getByRole('button', { name: 'Delete' }).click();
  const toast = shop.toast('Deleted “Offer”');
  await shop.see(toast);
  await toast.getByRole('button', { name: 'Undo' }).click();
  await shop.see(shop.page.getByRole('link', { name: /Offer/ }));
});
