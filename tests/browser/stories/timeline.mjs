// Everything with a customer on one timeline: where reading stopped, what is left out, by which way to answer.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

let id;
const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  id = await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
});
const thread = (shop) => shop.thread('Ana Ruiz');
const message = (shop, text) => thread(shop).getByRole('article').filter({ hasText: text });

story(
  'an edited, a deleted and a liked message say so, and what was there can be looked at',
  async (shop) => {
    const { id: wrong } = await shop.core.says('Ana Ruiz', 'I need it on Mondy');
    const { id: sorry } = await shop.core.says('Ana Ruiz', 'That was for my sister');
    await shop.open(`chats/accepted/${id}`);
    await shop.see(message(shop, 'for my sister'));
    await shop.core.changes({ kind: 'edit', id: wrong, text: 'I need it on Monday' });
    await shop.core.changes({ kind: 'delete', id: sorry });
    await shop.core.changes({ kind: 'react', id: wrong, emoji: '👍' });
    const edited = message(shop, 'I need it on Monday');
    await shop.see(edited);
    await edited.getByRole('button', { name: 'edited' }).click();
    await shop.see(edited.getByRole('list', { name: 'Earlier texts' }).getByText('Mondy'));
    await shop.see(edited.getByRole('list', { name: 'Reactions' }).getByText('👍'));
    const deleted = message(shop, 'Ana Ruiz deleted this message.');
    await shop.see(deleted);
    assert.equal(await deleted.getByText('for my sister').count(), 0, 'its text is hidden');
    await deleted.getByRole('button', { name: 'Show it' }).click();
    await shop.see(deleted.getByText('That was for my sister'));
  },
);

story(
  'a comment is on the same timeline, and is answered as a comment or directly (UC-21, PO-5)',
  async (shop) => {
    await shop.core.says('Ana Ruiz', 'Lovely table!', { post: 'New oak tables are here' });
    await shop.see(message(shop, 'Lovely table!'));
    await shop.see(thread(shop).getByText('“New oak tables are here”').first());
    const way = shop.conversation.getByLabel(/^Answer by:/);
    await shop.until(
      async () => /comment/.test((await way.getAttribute('aria-label')) ?? ''),
      'the last message was a comment',
    );
    await shop.see(shop.conversation.getByText('Everybody can read this answer.'));
    await shop.reply('Thank you!');
    await shop.until(
      async () => (await shop.core.sent()).at(-1)?.post === 'post-1',
      'it stands under the post',
    );

    await way.click();
    const ways = shop.page.getByRole('option').filter({ hasText: 'fake · Shop' });
    await ways.filter({ hasNotText: 'comment' }).click();
    await shop.reply('It costs 890 euros.');
    await shop.until(async () => (await shop.core.sent()).at(-1)?.post === null, 'it went to her alone');
  },
);

story('what a filter leaves out is chosen, remembered and never hidden silently (PO-12)', async (shop) => {
  await shop.conversation.getByRole('button', { name: /^Choose what the timeline shows/ }).click();
  const choice = shop.page.getByRole('dialog', { name: 'Choose what the timeline shows' });
  await choice.getByRole('checkbox', { name: 'Messages' }).click();
  await shop.page.keyboard.press('Escape');
  await shop.gone(message(shop, 'It costs 890 euros.'));
  await shop.core.says('Ana Ruiz', 'Is that with delivery?');
  const told = shop.conversation.getByRole('status').filter({ hasText: /unread message.* hidden/ });
  await shop.see(told);
  await told.getByRole('button', { name: 'Show' }).click();
  await shop.see(message(shop, 'Is that with delivery?'));
});

story('a note is pinned to the top, changed, thrown away and brought back (UC-33)', async (shop) => {
  await shop.write('Gave her 5 % last time', 'Note');
  await shop.conversation.getByRole('button', { name: 'Add note' }).click();
  const note = thread(shop).getByRole('article', { name: /note, only for us/ });
  await shop.see(note);
  await note.getByRole('button', { name: 'More about this note' }).click();
  await shop.choose('Pin to the top');
  const strip = shop.conversation.getByRole('list', { name: 'Pinned notes' });
  await shop.see(strip.getByText('Gave her 5 % last time'));
  await note.getByRole('button', { name: 'More about this note' }).click();
  await shop.choose('Delete note');
  await shop.gone(strip);
  await shop.toast('Note deleted').getByRole('button', { name: 'Undo' }).click();
  await shop.see(strip.getByText('Gave her 5 % last time'));
});

story('a thread of many messages draws what is seen, and opens where reading stopped', async (shop) => {
  for (let number = 1; number <= 150; number++) await shop.core.says('Bo Lind', `message ${number}`);
  const bo = await shop.until(() => shop.conversationOf('Bo Lind'), 'his messages have come in');
  await shop.open(`chats/new/${bo}`);
  const line = shop.thread('Bo Lind').getByRole('separator', { name: 'New messages' });
  await shop.see(line);
  const drawn = await shop.thread('Bo Lind').getByRole('article').count();
  assert.ok(drawn < 80, `${drawn} of 150 are drawn`);
  await shop.conversation.getByRole('button', { name: /newest message|new message/ }).click();
  await shop.see(shop.thread('Bo Lind').getByText('message 150', { exact: true }));
});
