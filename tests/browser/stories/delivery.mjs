// What happens to a message on its way out is always told.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

let id;
const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  id = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open(`chats/accepted/${id}`);
  await shop.see(shop.thread('Ana Ruiz').getByText('What does the table cost?'));
});
const message = (shop, text) => shop.thread('Ana Ruiz').getByRole('article').filter({ hasText: text });

story(
  'without a network a message waits where it can be seen, and goes when it is back (UC-19)',
  async (shop) => {
    await shop.core.offline(true);
    await shop.reply('It costs 890 euros.');
    await shop.see(message(shop, '890 euros').getByText('waiting for network'));
    assert.equal((await shop.core.sent()).length, 0, 'nothing has left');
    const status = shop.page.getByRole('contentinfo').or(shop.page.getByRole('region', { name: 'Status' }));
    await shop.see(status.getByText(/offline/).or(status.getByText(/waiting to be sent/)));

    await shop.core.offline(false);
    await shop.see(message(shop, '890 euros').getByText(/^sent \d/), 40_000);
    assert.equal((await shop.core.sent()).length, 1, 'it arrived once');
  },
);

story('when nobody knows whether it arrived, a person decides (UC-19)', async (shop) => {
  await shop.core.loseNextAnswer();
  await shop.reply('Delivery is free.');
  const lost = message(shop, 'Delivery is free.');
  await shop.see(lost.getByText('It is not certain whether this was sent.'));
  await shop.see(lost.getByRole('button', { name: 'Send again' }));
  await lost.getByRole('button', { name: 'I see it was sent' }).click();
  await shop.see(lost.getByText(/^sent \d/));
  assert.equal((await shop.core.sent()).length, 2, 'nothing was sent twice');
});

story('within the seconds of the settings a sent message can be taken back (UC-19)', async (shop) => {
  await shop.core.settings({ undo_send_seconds: 10 });
  await shop.reply('Wrong customer, sorry');
  const mistake = message(shop, 'Wrong customer, sorry');
  await shop.see(mistake.getByText(/leaves in \d+ s/));
  await mistake.getByRole('button', { name: 'Undo' }).click();
  await shop.gone(mistake);
  const box = shop.conversation.getByRole('textbox', { name: 'Reply' });
  assert.equal(await box.inputValue(), 'Wrong customer, sorry', 'the text can be written anew');
  assert.equal((await shop.core.sent()).length, 2, 'it did not leave');
});
