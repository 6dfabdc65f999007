// Help: the manual is opened, searched and read by key, and diagnostics are seen before they are copied.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.customer('Beatriz Souza', 'A very private question');
  await shop.open('chats/new');
  await shop.see(shop.row('Beatriz Souza'));
});

const field = (shop) => shop.page.getByRole('combobox', { name: 'Search the manual' });
const option = (shop) => shop.page.getByRole('listbox', { name: 'Found in the manual' }).getByRole('option');
const page = (shop, title) => shop.page.getByRole('article', { name: title });
const hash = (shop) => new URL(shop.page.url()).hash;

story('F1 opens the manual from anywhere, ready to be searched (UP-18)', async (shop) => {
  await shop.page.keyboard.press('F1');
  await shop.see(page(shop, 'First steps'));
  await shop.until(
    () => field(shop).evaluate((element) => element === document.activeElement),
    'what is typed goes into the search',
  );
  await shop.see(
    shop.navigation.getByRole('link', { name: 'Help' }).and(shop.page.locator('[aria-current]')),
  );
});

story('a place is found by some words and opened by key, and the text begins there (UP-18)', async (shop) => {
  await shop.page.keyboard.type('undo message before leaves');
  await shop.see(option(shop).filter({ hasText: 'A moment to take it back' }));
  await field(shop).fill('SNOOZÉ conversation');
  const isChosen = (place) =>
    option(shop)
      .nth(place)
      .and(shop.page.getByRole('option', { selected: true }));
  await shop.see(isChosen(0).filter({ hasText: 'Snooze a conversation' }));
  const marked = option(shop).first().locator('mark').first();
  await shop.until(async () => (await marked.innerText()) === 'Snooze', 'what was found is marked');
  await shop.page.keyboard.press('ArrowDown');
  await shop.see(isChosen(1));
  await shop.page.keyboard.press('ArrowUp');
  await shop.see(isChosen(0));
  await shop.page.keyboard.press('Enter');
  await shop.until(() => hash(shop) === '#/help/tasks/snooze-a-conversation', 'it is opened');
  await shop.see(page(shop, 'Tasks and snoozing'));
  await shop.until(
    () => shop.page.evaluate(() => document.activeElement?.textContent === 'Snooze a conversation'),
    'a screen reader goes on at the heading',
  );
});

story('what the manual does not say is said, with a word that it does say (UP-18)', async (shop) => {
  await shop.page.keyboard.press('F1');
  await field(shop).fill('mailboxing');
  await shop.see(shop.page.getByText('The manual does not say “mailboxing”.'));
  await shop.page.getByRole('button', { name: 'Search for “mailbox”' }).click();
  await shop.see(option(shop).filter({ hasText: 'Connecting a mailbox' }));
  await field(shop).press('Escape');
  await shop.see(shop.page.getByRole('navigation', { name: 'Contents' }));
});

story('links of the manual lead into the window, and keys are those that count now (UP-18)', async (shop) => {
  await shop.page
    .getByRole('navigation', { name: 'Contents' })
    .getByRole('link', { name: 'Keyboard' })
    .click();
  const keyboard = page(shop, 'Keyboard');
  await shop.see(keyboard.getByRole('row').filter({ hasText: 'open this manual' }).getByText('F1'));
  await keyboard.getByRole('link', { name: 'Keyboard' }).click();
  await shop.see(shop.page.getByRole('heading', { name: 'Settings', level: 1 }));
  await shop.until(() => hash(shop) === '#/settings/keys', 'the keys are shown');
});

story('diagnostics are seen before they are copied, and tell nothing of a customer (UP-18)', async (shop) => {
  await shop.page.keyboard.press('Control+k');
  await shop.page.keyboard.type('help');
  await shop.page.getByRole('option', { name: /^Help/ }).click();
  await shop.page.getByRole('link', { name: 'Report a problem' }).click();
  const report = page(shop, 'Report a problem');
  await shop.see(report.getByText(/Schema: \d+, SQLite/));
  const shown = await report.locator('pre').innerText();
  assert.match(shown, /Web view: .*Chrome/, 'the window says what it is');
  assert.doesNotMatch(shown, /Beatriz|Souza|private/, 'nobody is named and nothing is quoted');
  await report.getByRole('button', { name: 'Copy diagnostics' }).click();
  await shop.see(shop.toast('Diagnostics copied'));
  const copied = await shop.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trim(), shown.trim(), 'what was shown is what was copied');
});

story(
  'an e-mail about a problem is opened with the diagnostics, and sent by nobody (UP-18)',
  async (shop) => {
    await shop.page.evaluate(() => {
      window.open = (address) => {
        window.opened = address;
        return null;
      };
    });
    await page(shop, 'Report a problem').getByRole('button', { name: 'Write an e-mail' }).click();
    const address = await shop.until(
      () => shop.page.evaluate(() => window.opened),
      'the mail program is asked',
    );
    const mail = new URL(address);
    assert.equal(`${mail.protocol}${mail.pathname}`, 'mailto:', 'who gets it is left to the person');
    assert.match(mail.searchParams.get('subject'), /^Runnel .*: a problem$/);
    assert.match(mail.searchParams.get('body'), /What I expected:[^]*Schema: \d+/);
  },
);
