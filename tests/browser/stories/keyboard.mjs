// A day without a mouse: everything that matters is done by keys.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0 });
  await shop.customer('Ana Ruiz', 'Do you deliver to Lisbon?');
  await shop.open('chats/new');
  await shop.see(shop.row('Ana Ruiz'));
});

story(
  'a chat is found, opened, accepted, answered, archived and brought back by keys alone',
  async (shop) => {
    const { keyboard } = shop.page;
    await keyboard.press('j');
    await shop.until(
      () => shop.row('Ana Ruiz').evaluate((row) => row.contains(document.activeElement)),
      'the newest chat has the focus',
    );
    await keyboard.press('Enter');
    await shop.see(shop.thread('Ana Ruiz').getByText('Do you deliver to Lisbon?'));

    await keyboard.press('Shift+A');
    await shop.see(shop.conversation.getByRole('button', { name: 'Pipeline status: New request' }));

    await keyboard.press('r');
    await keyboard.type('Yes, we do.');
    await keyboard.press('Control+Enter');
    await shop.see(
      shop.thread('Ana Ruiz').getByRole('article').filter({ hasText: 'Yes, we do.' }).getByText(/^sent/),
    );
    assert.equal((await shop.core.sent()).length, 1);
    await keyboard.press('Escape');

    await keyboard.press('e');
    await shop.see(shop.page.getByRole('menu'));
    await keyboard.type('Succ');
    await keyboard.press('Enter');
    await shop.until(
      async () => (await shop.core.call('workspace_get')).counts.archive === 1,
      'the conversation is in the archive',
    );
    await keyboard.press('z');
    await shop.until(
      async () => (await shop.core.call('workspace_get')).counts.accepted === 1,
      'Undo brings it back to Accepted',
    );
  },
);

/** The work status of a client in Accepted. */
async function workStatus(shop, client) {
  const sort = { column: 'activity', descending: true };
  const request = { place: 'accepted', sort, offset: 0, limit: 50, filter: null };
  const { rows } = await shop.core.call('chats_page', request);
  return rows.find((row) => row.client === client)?.work_status;
}

story(
  'PO-7, PO-8, Snooze: hold, resolve with a record, snooze in words, assign and tag without a mouse',
  async (shop) => {
    const { keyboard } = shop.page;
    await shop.core.call('member_add', { name: 'Ben Kim', role: 'agent' });
    await shop.core.call('category_add', { name: 'Delivery' });
    await shop.customer('Cem Arslan', 'Where is my parcel?');
    await shop.customer('Dora Lang', 'Can I pay later?');
    await shop.open('chats/new');
    await shop.see(shop.row('Dora Lang'));
    await keyboard.press('j');
    await shop.until(
      () => shop.row('Dora Lang').evaluate((row) => row === document.activeElement),
      'the first row has the focus',
    );
    await keyboard.press('Enter');
    await shop.see(shop.thread('Dora Lang').getByText('Can I pay later?'));

    await keyboard.press('s');
    await shop.see(shop.dialog.getByRole('textbox', { name: 'Snooze until' }));
    await keyboard.type('em 2 horas');
    await shop.see(shop.dialog.getByRole('button', { name: 'Snooze', exact: true }));
    await keyboard.press('Enter');
    await shop.until(
      async () => (await shop.core.call('workspace_get')).counts.snoozed === 1,
      'the conversation is put aside',
    );
    await shop.see(shop.thread('Cem Arslan').getByText('Where is my parcel?'));

    await keyboard.press('h');
    await shop.see(shop.conversation.getByText('On hold'));
    await keyboard.press('h');
    await shop.see(shop.conversation.getByText('In progress'));

    await keyboard.press('a');
    await keyboard.type('ben');
    await keyboard.press('Enter');
    await shop.see(shop.conversation.getByRole('button', { name: 'Responsible: Ben Kim' }));

    await keyboard.press('l');
    await keyboard.type('parcel');
    await keyboard.press('Enter');
    await shop.see(shop.page.getByText('parcel', { exact: true }));

    await keyboard.press('Shift+E');
    await shop.see(shop.dialog.getByText('What kind of matter'));
    await shop.dialog.getByRole('textbox', { name: 'Note' }).focus();
    await keyboard.type('It is on its way.');
    await keyboard.press('Control+Enter');
    await shop.until(
      async () => (await workStatus(shop, 'Cem Arslan')) === 'resolved',
      'the matter is resolved',
    );
    await shop.gone(shop.dialog);
    await keyboard.press('z');
    await shop.until(
      async () => (await workStatus(shop, 'Cem Arslan')) === 'in_progress',
      'undo takes the record back',
    );
  },
);

story(
  'Keyboard: a member gives a command another key, in spite of a conflict, and takes it back',
  async (shop) => {
    const { page } = shop;
    const { keyboard } = page;
    await shop.open('settings/keys');
    const archive = page
      .locator('li')
      .filter({ hasText: /^Archive/ })
      .first();
    await shop.see(archive);
    await archive.getByRole('button', { name: /^Record keys for/ }).focus();
    await keyboard.press('Enter');
    await keyboard.press('u');
    await shop.see(archive.getByRole('alert'));
    await archive.getByRole('button', { name: 'Use it here' }).focus();
    await keyboard.press('Enter');
    await shop.see(archive.getByRole('button', { name: /Record keys for .* U$/ }));
    // The key shows at once; the core is told after it.
    await shop.until(async () => {
      const own = await shop.core.call('member_setting_get', { key: 'keys' });
      return own.value?.['conversation.archive']?.join() === 'u';
    }, 'the core keeps the key');
    await page.getByRole('button', { name: 'All usual keys' }).click();
    await shop.dialog.getByRole('button', { name: 'All usual keys' }).click();
    await shop.see(archive.getByRole('button', { name: /Record keys for .* E$/ }));
  },
);

story('the palette finds a command by a part of its name', async (shop) => {
  const { keyboard } = shop.page;
  await keyboard.press('Control+k');
  await keyboard.type('pipel');
  await keyboard.press('Enter');
  await shop.see(shop.page.getByRole('heading', { name: 'Sales', level: 1 }));
});

story('g and a letter go from screen to screen, ? lists the keys', async (shop) => {
  const { page } = shop;
  for (const [key, title] of [
    ['t', 'Tasks'],
    ['r', 'Triggers'],
    ['o', 'Sources'],
    ['s', 'Settings'],
    ['c', 'Chats'],
  ]) {
    await shop.page.keyboard.press('g');
    await shop.page.keyboard.press(key);
    await shop.see(page.getByRole('heading', { name: title, level: 1 }));
  }
  await shop.page.keyboard.press('Shift+?');
  await shop.see(shop.dialog.getByText('Next part of the window').or(shop.dialog.getByText('Commands')));
  await shop.page.keyboard.press('Escape');
  await shop.gone(shop.dialog);
});

story(
  'Tab reaches the content past the navigation, F6 goes through the parts of the window',
  async (shop) => {
    const { keyboard } = shop.page;
    const part = () =>
      shop.page.evaluate(
        () => document.activeElement?.closest('nav, section, footer')?.getAttribute('aria-label') ?? '',
      );
    await shop.open('tasks');
    await keyboard.press('Tab');
    const skip = shop.page.getByRole('link', { name: 'Skip to the content' });
    await shop.until(
      () => skip.evaluate((link) => link === document.activeElement),
      'the first stop skips the rest',
    );

    await shop.open('chats/accepted');
    await shop.openChat('Ana Ruiz');
    await shop.page.reload();
    await shop.see(shop.thread('Ana Ruiz').getByText('Yes, we do.'));
    const round = ['Conversation', 'Contact', 'Status', 'Main navigation', 'Chats', 'Conversation'];
    await shop.until(async () => (await part()) === 'Chats', 'the open chat has the focus in its list');
    for (const name of round) {
      await keyboard.press('F6');
      assert.equal(await part(), name);
    }
    await keyboard.press('Shift+F6');
    assert.equal(await part(), 'Chats');
    // The edge between two parts is a stop of its own, and F6 leads on from there.
    await keyboard.press('Tab');
    await keyboard.press('F6');
    assert.equal(await part(), 'Conversation');
  },
);
