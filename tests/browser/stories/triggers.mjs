// A trigger is written as a sentence, answers by itself, and says why.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.core.settings({ undo_send_seconds: 0, company: 'Oak & Ash' });
});

const editor = (shop) => shop.page.getByRole('region', { name: 'Edit trigger' });
const log = (shop) => shop.page.getByRole('group', { name: 'Show' }).getByText('Log', { exact: true });
const switchOf = (shop, name) => shop.page.getByRole('switch', { name: `Trigger on: ${name}` });

story('a trigger with a variable is made from its sentence (UT-3, UT-9)', async (shop) => {
  await shop.open('triggers');
  await shop.page.getByRole('button', { name: 'Create the first trigger' }).click();
  const form = editor(shop);
  await form.getByRole('button', { name: 'Create trigger' }).click();
  await shop.see(form.getByRole('alert').getByText(/Something is missing/));

  await form.getByRole('textbox', { name: 'Name' }).fill('Welcome');
  const body = 'Thank you, {{contact.first_name}}';
  const template = { template_id: null, name: 'Thanks', body, language: '', folder: '', personal: false };
  await shop.core.call('template_save', { ...template, attachment_ids: [] });
  await form.getByRole('button', { name: 'Use a template' }).click();
  await shop.choose('Thanks');
  await shop.see(form.getByRole('link', { name: 'Thanks' }));
  await form.getByRole('button', { name: 'Write own text' }).click();
  await shop.until(
    async () => (await form.getByRole('textbox', { name: 'Message' }).inputValue()) === body,
    'what the template says is the beginning of the own text (UC-31)',
  );
  await form.getByRole('textbox', { name: 'Message' }).fill('Thank you, ');
  await form.getByRole('textbox', { name: 'Message' }).press('End');
  await form.getByRole('button', { name: 'Insert variable' }).click();
  await shop.choose('Client: first name');
  await shop.until(
    async () =>
      (await form.getByRole('textbox', { name: 'Message' }).inputValue()) ===
      'Thank you, {{contact.first_name}}',
    'the variable stands at the caret',
  );
  await shop.see(form.getByText('For example'));
  await form.getByRole('button', { name: 'Create trigger' }).click();
  await shop.see(
    shop.page.getByRole('button', { name: 'Edit trigger: Welcome' }).getByText('conversation is new'),
  );
  assert.equal(await switchOf(shop, 'Welcome').isChecked(), true, 'a new trigger is on');
});

story('it answers the next message, and the customer reads their name (UT-3)', async (shop) => {
  const id = await shop.customer('Ana Ruiz', 'Do you have chairs?');
  await shop.until(async () => (await shop.core.sent()).length === 1, 'the answer has left', 10_000);
  const [answer] = await shop.core.sent();
  assert.deepEqual(
    { to: answer.to, text: answer.text, automatic: answer.automatic },
    { to: 'ana.ruiz', text: 'Thank you, Ana', automatic: true },
  );
  await shop.open(`chats/new/${id}`);
  const bubble = shop.thread('Ana Ruiz').getByRole('article').filter({ hasText: 'Thank you, Ana' });
  await shop.see(bubble.getByText('automatic'));
  await bubble.getByRole('button', { name: 'why?' }).click();
  const why = shop.page.getByLabel('Why this trigger ran');
  await shop.see(why.getByRole('link', { name: 'Welcome' }));
  await shop.see(why.getByText('No further conditions: it runs every time.'));
  await shop.see(why.getByText('Send a message'));
});

story('the card counts the run, the log gives the reasons (UT-9, UT-15)', async (shop) => {
  await shop.open('triggers');
  await shop.see(shop.page.getByText('ran 1 time', { exact: true }));
  await log(shop).click();
  const run = shop.page.getByRole('list', { name: 'Log' }).getByRole('listitem').first();
  await shop.see(run.getByText('Welcome'));
  await shop.see(run.getByText(/^ran$/));
  await shop.see(run.getByRole('link', { name: 'Ana Ruiz' }));
  await shop.see(run.getByText('No further conditions: it runs every time.'));
  await shop.see(run.getByText(/Send a message: done/));
});

story('a trigger for certain words tags a chat and creates a task (UT-6, UT-8, UT-11)', async (shop) => {
  await shop.open('triggers/new');
  const form = editor(shop);
  await form.getByRole('textbox', { name: 'Name' }).fill('Complaints');
  await form.getByRole('button', { name: 'Add condition' }).click();
  await shop.choose('The text contains');
  await form.getByRole('textbox', { name: 'Words' }).fill('broken, kaputt');
  await form.getByRole('textbox', { name: 'Words' }).press('Tab');
  await shop.chooseIn(
    form.getByRole('button', { name: /Action 1/ }).or(form.getByRole('combobox', { name: /Action 1/ })),
    'Change tags',
  );
  await form.getByRole('combobox', { name: 'Tags to add' }).fill('complaint');
  await shop.page.getByRole('option', { name: 'Create “complaint”' }).click();
  await shop.see(form.getByRole('button', { name: 'Do not use complaint' }));
  await form.getByRole('button', { name: 'Add action' }).click();
  await shop.chooseIn(
    form.getByRole('button', { name: /Action 2/ }).or(form.getByRole('combobox', { name: /Action 2/ })),
    'Create a task',
  );
  await form.getByRole('textbox', { name: 'What has to be done' }).fill('Call and apologise');
  await form.getByRole('button', { name: 'Create trigger' }).click();
  await shop.see(switchOf(shop, 'Complaints'));

  const id = await shop.customer('Berta Klein', 'The shelf arrived broken');
  await shop.open(`chats/new/${id}`);
  await shop.see(shop.contact.getByRole('button', { name: 'Remove tag complaint' }));
  await shop.see(shop.contact.getByText('Call and apologise'));

  await shop.customer('Emil Roth', 'Just a question');
  await shop.open('triggers');
  await log(shop).click();
  const runs = shop.page
    .getByRole('list', { name: 'Log' })
    .getByRole('listitem')
    .filter({ hasText: 'Complaints' });
  await shop.see(runs.filter({ hasText: 'Berta Klein' }).getByText(/Text contains/));
  await shop.see(runs.filter({ hasText: 'Berta Klein' }).getByLabel('holds', { exact: true }));
  await shop.see(runs.filter({ hasText: 'Emil Roth' }).getByText('did not match'));
  await shop.see(runs.filter({ hasText: 'Emil Roth' }).getByLabel('does not hold'));
});

story(
  'an action happens at once, after 5 or 10 minutes, or after a time of one’s own (UT-4)',
  async (shop) => {
    await shop.open('triggers/new');
    const form = editor(shop);
    const delay = form
      .getByRole('button', { name: /When it happens/ })
      .or(form.getByRole('combobox', { name: /When it happens/ }));
    await delay.click();
    await shop.see(shop.page.getByRole('option'));
    const choices = await shop.page.getByRole('option').allTextContents();
    assert.deepEqual(
      choices.map((text) => text.trim()),
      ['at once', 'after 5 minutes', 'after 10 minutes', 'after a time of your own'],
    );
    await shop.page.getByRole('option', { name: 'after 5 minutes' }).click();
    await form.getByRole('textbox', { name: 'Name' }).fill('Reminder');
    await form.getByRole('textbox', { name: 'Message' }).fill('Are you still interested?');
    await shop.see(form.getByText('after 5 minutes').first());
    await form.getByRole('button', { name: 'Create trigger' }).click();
    await shop.see(switchOf(shop, 'Reminder'));
    await shop.customer('Carl Stone', 'Hello');
    await shop.see(shop.page.getByRole('list', { name: 'Triggers' }).getByText(/1 waiting/));
  },
);

story('switching a trigger off cancels what waits and stops it (UT-9, UT-14)', async (shop) => {
  await switchOf(shop, 'Reminder').click();
  await shop.see(shop.toast('Trigger switched off; 1 waiting action cancelled'));
  await shop.gone(shop.page.getByRole('list', { name: 'Triggers' }).getByText(/1 waiting/));
  await switchOf(shop, 'Welcome').click();
  await shop.until(async () => !(await switchOf(shop, 'Welcome').isChecked()), 'it is off');
  const before = (await shop.core.sent()).length;
  await shop.customer('Dora Blau', 'Hello');
  await shop.page.reload();
  await shop.see(shop.page.getByText(/off since/));
  assert.equal((await shop.core.sent()).length, before, 'nothing is sent any more');
});

story('a trigger is edited, duplicated and deleted, and Undo brings it back (UT-9)', async (shop) => {
  const { page } = shop;
  await page.getByRole('button', { name: 'Edit trigger: Complaints' }).click();
  await editor(shop).getByRole('textbox', { name: 'Name' }).fill('Complaints first');
  await page.keyboard.press('Escape');
  await shop.dialog.getByRole('button', { name: 'Keep editing' }).click();
  await editor(shop).getByRole('button', { name: 'Save' }).click();
  await shop.see(page.getByRole('button', { name: 'Edit trigger: Complaints first' }));

  const item = page.getByRole('listitem').filter({ has: switchOf(shop, 'Complaints first') });
  await item.getByRole('button', { name: 'More for this trigger' }).click();
  await shop.choose('Duplicate');
  await shop.see(page.getByRole('button', { name: 'Edit trigger: Copy of Complaints first' }));
  await item.getByRole('button', { name: 'More for this trigger' }).click();
  await shop.choose('Delete');
  await shop.gone(switchOf(shop, 'Complaints first'));
  await shop.toast('Trigger deleted').getByRole('button', { name: 'Undo' }).click();
  await shop.see(switchOf(shop, 'Complaints first'));
});

story('a trigger sends a template, and whoever deletes that is told (UC-31, UT-3)', async (shop) => {
  const { page, dialog } = shop;
  await shop.open('triggers/new');
  const form = editor(shop);
  await form.getByRole('textbox', { name: 'Name' }).fill('Say thanks');
  await form.getByRole('button', { name: 'Use a template' }).click();
  await shop.choose('Thanks');
  await shop.see(form.getByRole('link', { name: 'Thanks' }));
  await shop.see(form.getByText('For example'));
  await form.getByRole('button', { name: 'Create trigger' }).click();
  await shop.see(
    page.getByRole('button', { name: 'Edit trigger: Say thanks' }).getByText('send the template'),
  );
  const { templates } = await shop.core.call('template_list');
  await shop.open(`templates/${templates[0].id}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await shop.see(dialog.getByRole('link', { name: 'Say thanks' }));
  await dialog.getByRole('button', { name: 'Delete anyway' }).click();
  await shop.gone(dialog);
  await shop.open('triggers');
  await shop.see(page.getByRole('button', { name: 'Edit trigger: Say thanks' }).getByText('(deleted)'));
});
