// Settings and sources: what is chosen is seen at once, and a wrong mailbox is refused in plain words.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories();
const theme = (shop) => shop.page.evaluate(() => document.documentElement.dataset.theme);

story('the theme changes at once and stays (INTERFACE, look)', async (shop) => {
  await shop.open('settings');
  const group = shop.page
    .getByRole('group', { name: 'Theme' })
    .or(shop.page.getByRole('radiogroup', { name: 'Theme' }));
  await group.getByText('Dark', { exact: true }).click();
  await shop.until(async () => (await theme(shop)) === 'dark', 'it is dark');
  await shop.page.reload();
  await shop.until(async () => (await theme(shop)) === 'dark', 'it is still dark');
  await group.getByText('Light', { exact: true }).click();
  await shop.until(async () => (await theme(shop)) === 'light', 'it is light');
});

story('the company that is typed is kept for templates (PO-11)', async (shop) => {
  const field = shop.page.getByRole('textbox', { name: 'Company' });
  await field.fill('Oak & Ash');
  // What is told meanwhile takes nothing away that is being typed.
  const { member_id } = await shop.core.call('workspace_get');
  await shop.core.call('member_rename', { member_id, name: 'Olga' });
  await shop.until(
    async () => (await shop.page.getByRole('textbox', { name: 'Your name' }).inputValue()) === 'Olga',
    'the window knows the new name',
  );
  await field.press('Tab');
  await shop.until(
    async () => (await shop.core.call('workspace_get')).settings.company === 'Oak & Ash',
    'the core has it',
  );
});

story('the language changes the whole window, and back', async (shop) => {
  const language = (name) =>
    shop.page.getByRole('button', { name }).or(shop.page.getByRole('combobox', { name }));
  await shop.chooseIn(language(/^Language/), 'Deutsch');
  await shop.see(shop.page.getByRole('heading', { name: 'Einstellungen', level: 1 }));
  assert.equal(
    await shop.page.evaluate(() => document.documentElement.lang),
    'de',
    'a screen reader speaks German',
  );
  await shop.open('chats/new');
  await shop.see(shop.page.getByRole('link', { name: /^Neu/ }));
  await shop.open('settings');
  await shop.chooseIn(language(/^Sprache/), 'English');
  await shop.see(shop.page.getByRole('heading', { name: 'Settings', level: 1 }));
});

story(
  'a mailbox whose server does not exist is refused in a plain sentence, and nothing is saved',
  async (shop) => {
    const before = (await shop.core.call('workspace_get')).sources.length;
    await shop.open('sources/new');
    const { dialog } = shop;
    await dialog.getByRole('textbox', { name: 'Mail address' }).fill('info@shop.invalid');
    await dialog.getByLabel('Password').fill('secret');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    const hosts = dialog.getByRole('textbox', { name: 'Server' });
    await shop.see(hosts, 30_000);
    await hosts.nth(0).fill('imap.shop.invalid');
    await hosts.nth(1).fill('smtp.shop.invalid');
    await dialog.getByRole('button', { name: 'Test and connect' }).click();
    await shop.see(dialog.getByText(/There is no server called imap\.shop\.invalid/), 30_000);
    await shop.see(dialog.getByText(/Check the spelling/));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await shop.gone(dialog);
    assert.equal((await shop.core.call('workspace_get')).sources.length, before, 'nothing was saved');
  },
);

story('a mailbox where nothing listens is refused, too, and the fields say what is missing', async (shop) => {
  await shop.open('sources/new');
  const { dialog } = shop;
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await shop.see(dialog.getByText(/Type a mail address such as/));
  await shop.see(dialog.getByText('Type the password.'));
  await shop.page.keyboard.press('Escape');
  await shop.gone(dialog);
});
