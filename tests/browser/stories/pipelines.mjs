// Pipelines and their stages: made, named, ordered, set and deleted beside the board that they make.

import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.open('pipeline');
  await shop.page.getByRole('button', { name: 'Edit pipelines' }).click();
  await shop.see(editor(shop));
});

const editor = (shop) => shop.page.getByRole('region', { name: 'Pipelines and their stages' });
const group = (shop, name) => editor(shop).getByRole('list', { name, exact: true });
const stage = (shop, name) => editor(shop).locator('[data-stage]').filter({ hasText: name });
const menu = async (shop, name, entry) => {
  await editor(shop)
    .getByRole('button', { name: `More for ${name}` })
    .click();
  await shop.page.getByRole('menuitem', { name: entry }).click();
};

story('the editor advises to begin small, until that was put away (UP-16)', async (shop) => {
  const advice = editor(shop).getByText('Begin with the stages that matter most');
  await shop.see(advice);
  await editor(shop).getByRole('button', { name: 'Put this advice away' }).click();
  await shop.gone(advice);
  const kept = () => shop.core.call('member_setting_get', { key: 'pipeline.hint_read' });
  await shop.until(async () => (await kept()).value === true, 'it is kept for the member');
  await shop.open('pipeline/default/edit');
  await shop.see(group(shop, 'My chats').locator('[data-stage]'));
  await shop.gone(advice);
});

story('a status gets a name, and choosing its group adds it (UP-4)', async (shop) => {
  shop.expected = /422/; // the name that is taken
  await editor(shop).getByRole('button', { name: 'Add status' }).click();
  await shop.page.getByLabel('Name of the status').fill('offer');
  await editor(shop).getByRole('button', { name: 'My chats' }).click();
  await shop.see(editor(shop).getByText('This name is taken'));
  await shop.page.getByLabel('Name of the status').fill('Site visit');
  await editor(shop).getByRole('button', { name: 'My chats' }).click();
  await shop.see(group(shop, 'My chats').getByText('Site visit'));
  await shop.see(shop.toast('Added Site visit'));
});

story('a stage is renamed in place; Esc and nothing keep the old name (UP-7)', async (shop) => {
  const name = (text) => editor(shop).getByRole('button', { name: new RegExp(`: ${text}$`) });
  await name('Site visit').click();
  await shop.page.keyboard.type('Measuring');
  await shop.page.keyboard.press('Enter');
  await shop.see(name('Measuring'));
  await name('Measuring').click();
  await shop.page.keyboard.type('Nonsense');
  await shop.page.keyboard.press('Escape');
  await shop.see(name('Measuring'));
  await name('Measuring').click();
  await shop.page.keyboard.press('Delete');
  await editor(shop).getByRole('heading', { name: 'Edit pipelines' }).click();
  await shop.see(name('Measuring'));
});

story('a stage is moved by key and by hand (UP-6)', async (shop) => {
  const order = async () => (await group(shop, 'My chats').locator('[data-stage]').allInnerTexts()).join(' ');
  await editor(shop).getByRole('button', { name: 'Move Measuring', exact: true }).focus();
  await shop.page.keyboard.press('Alt+ArrowUp');
  await shop.until(
    async () => (await order()).search('Measuring') < (await order()).search('Payment'),
    'it moved up',
  );
  const grip = await editor(shop).getByRole('button', { name: 'Move Measuring', exact: true }).boundingBox();
  const top = await stage(shop, 'In work').boundingBox();
  await shop.page.mouse.move(grip.x + 6, grip.y + 10);
  await shop.page.mouse.down();
  await shop.page.mouse.move(grip.x + 12, grip.y - 10, { steps: 3 });
  await shop.page.mouse.move(top.x + 20, top.y + 4, { steps: 6 });
  await shop.page.mouse.up();
  await shop.until(
    async () => (await order()).search('Measuring') < (await order()).search('In work'),
    'it was dropped above',
  );
});

story('settings decide what may enter a stage (CP-5)', async (shop) => {
  await editor(shop).getByRole('button', { name: 'Settings of Offer' }).click();
  const settings = shop.page.getByRole('dialog', { name: 'Settings of Offer' });
  await settings.getByLabel('Chance to win').fill('40');
  await settings.getByRole('checkbox', { name: 'An amount' }).click();
  await settings.getByRole('button', { name: 'Save' }).click();
  await shop.see(shop.toast('Settings of Offer saved'));
});

story('a stage is deleted, its cards go to another one, and Undo brings it back (UP-8)', async (shop) => {
  await menu(shop, 'New request', 'Move down');
  await menu(shop, 'New request', 'Delete');
  await shop.see(shop.dialog.getByText('1 opportunity'));
  await shop.dialog.getByRole('button', { name: 'Delete the stage' }).click();
  await stage(shop, 'New request').waitFor({ state: 'hidden' });
  await shop.toast('Deleted New request').getByRole('button', { name: 'Undo' }).click();
  await shop.see(stage(shop, 'New request'));
});

story('another pipeline is made for tickets and shown in its place (CP-1, CP-2)', async (shop) => {
  await editor(shop).getByRole('button', { name: 'New pipeline' }).click();
  await shop.dialog.getByLabel('Name').fill('Service');
  await shop.dialog.getByRole('radio', { name: /^Tickets/ }).click();
  await shop.dialog.getByRole('button', { name: 'Add pipeline' }).click();
  await shop.see(shop.page.getByRole('heading', { level: 1, name: 'Service' }));
  await shop.see(group(shop, 'My chats').getByText('New ticket'));
  await editor(shop).getByRole('button', { name: 'Close the editor' }).click();
  await shop.page.getByRole('button', { name: 'Pipeline: Service' }).click();
  await shop.page.getByRole('menuitemcheckbox', { name: 'Sales' }).click();
  await shop.see(shop.page.getByRole('heading', { level: 1, name: 'Sales' }));
});
