// Who sees and does what: a colleague joins, boards are granted level by level, and the window acts as somebody else.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  const { core } = shop;
  await core.call('member_rename', { member_id: 1, name: 'Maya' });
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.customer('Berta Klein', 'Is the shelf in stock?');
  const { id } = await core.call('pipeline_add', { name: 'Service', kind: 'tickets', others: null });
  await core.call('deal_add', {
    party: { kind: 'new', name: 'Dora Dahl', channel: 'email', address: '' },
    pipeline_id: id,
    stage_id: null,
    title: 'Repair of a chair',
    description: '',
    priority: 'normal',
    price: null,
    owner_id: null,
    due_at: null,
  });
  await shop.page.setViewportSize({ width: 1720, height: 900 });
  await shop.open('settings/people');
});

const main = (shop) => shop.page.getByRole('main');
const column = (shop, stage) => shop.page.getByRole('list', { name: stage, exact: true });
const card = (shop, client, stage) => column(shop, stage).getByRole('button', { name: client });
const me = (shop, name) => shop.navigation.getByRole('button', { name, exact: true });
const granted = (shop, person, board) =>
  shop.page.getByRole('combobox', { name: new RegExp(`^${person} in ${board}`) });

/** From now on the window is this member's, by the menu under their picture. */
async function actAs(shop, from, to) {
  await me(shop, from).click();
  await shop.choose(to);
  await shop.see(me(shop, to));
}

/** Types into the palette; what it finds. */
async function palette(shop, text) {
  await shop.page.keyboard.press('Control+k');
  await shop.dialog.getByRole('combobox').fill(text);
  await shop.see(shop.dialog.getByRole('option', { name: new RegExp(text) }));
  const found = await shop.dialog.getByRole('option').allInnerTexts();
  await shop.page.keyboard.press('Escape');
  await shop.gone(shop.dialog);
  return found;
}

story('a colleague joins with a role (UC-28)', async (shop) => {
  const { page } = shop;
  await page.getByRole('textbox', { name: 'Name' }).fill('Ben');
  await shop.chooseIn(page.getByRole('combobox', { name: /^Role/ }), 'Agent');
  await page.getByRole('button', { name: 'Add somebody' }).click();
  const ben = page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: 'Ben' });
  await shop.see(ben.getByText('Agent'));
  await shop.see(shop.toast('Ben added'));
});

story('a pipeline is granted level by level, and taken back (CP-3)', async (shop) => {
  await shop.chooseIn(granted(shop, 'Everybody else', 'Service'), 'View');
  await shop.see(granted(shop, 'Ben', 'Service').filter({ hasText: 'As others (View)' }));
  await shop.toast('Rights of Everybody else changed').getByRole('button', { name: 'Undo' }).click();
  await shop.see(granted(shop, 'Ben', 'Service').filter({ hasText: 'As others (Edit)' }));
  await shop.chooseIn(granted(shop, 'Ben', 'Service'), 'No access');
  await shop.see(granted(shop, 'Ben', 'Service').filter({ hasText: 'No access' }));
  await shop.chooseIn(granted(shop, 'Ben', 'Sales'), /^View/);
  await shop.see(granted(shop, 'Ben', 'Sales').filter({ hasText: 'View' }));
});

story('a hidden board is gone from navigation, palette and search for who acts now (CP-3)', async (shop) => {
  const { page } = shop;
  const deals = await palette(shop, 'Repair');
  assert.match(deals.join('\n'), /Repair of a chair/, 'the owner finds the deal');

  await page.getByRole('button', { name: 'Act as Ben' }).click();
  await shop.see(me(shop, 'Ben'));
  await shop.see(main(shop).getByText('Only owners and administrators change who may do what.'));
  await shop.open('pipeline');
  await shop.see(card(shop, 'Ana Ruiz', 'New request'));
  await shop.gone(page.getByRole('button', { name: 'Pipeline: Sales' }));
  const nothing = await palette(shop, 'Repair');
  assert.doesNotMatch(nothing.join('\n'), /Repair of a chair/, 'the deal is not there for Ben');
  await page.keyboard.press('/');
  await page.keyboard.type('Dora');
  await shop.see(shop.dialog.getByText(/Nothing|No /));
  await shop.gone(shop.dialog.getByRole('option', { name: /Dora Dahl/ }));
  await page.keyboard.press('Escape');
  await shop.gone(shop.navigation.getByRole('link', { name: /^Sources/ }));
  await shop.gone(shop.navigation.getByRole('link', { name: /^Triggers/ }));
});

story('a board to look at: what may not be done is disabled, and says why (CP-3)', async (shop) => {
  const { page } = shop;
  await shop.open('pipeline');
  for (const name of ['New deal', 'Add a deal to Offer', 'Edit pipelines']) {
    const button = page.getByRole('button', { name, exact: true });
    await shop.see(button);
    assert.equal(await button.isDisabled(), true, `${name} is out of reach`);
    assert.match(await button.getAttribute('title'), /change/, `${name} says why`);
  }
  await card(shop, 'Ana Ruiz', 'New request').focus();
  await page.keyboard.press('m');
  await shop.see(shop.entry('Offer'));
  assert.equal(await shop.entry('Offer').getAttribute('aria-disabled'), 'true');
  await page.keyboard.press('Escape');

  const from = await card(shop, 'Ana Ruiz', 'New request').boundingBox();
  const to = await column(shop, 'Offer').boundingBox();
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 40, { steps: 12 });
  await page.mouse.up();
  await shop.see(card(shop, 'Ana Ruiz', 'New request'));
  await shop.gone(card(shop, 'Ana Ruiz', 'Offer'));

  await card(shop, 'Ana Ruiz', 'New request').click();
  await shop.see(shop.page.getByText('You may read this conversation, but not answer or change it.'));
  await shop.gone(shop.page.getByRole('textbox', { name: 'Reply' }));
  await page.getByRole('radio', { name: 'Deal', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Deal', exact: true });
  await shop.see(panel.getByText('You may look at this deal, but not change it.'));
  for (const name of ['Amount: —', 'Pipeline status: New request']) {
    const value = panel.getByRole('button', { name, exact: true });
    assert.equal(await value.isDisabled(), true, name);
    assert.equal(await value.getAttribute('title'), 'You may look at this deal, but not change it.', name);
  }
  for (const name of ['Add task', 'Add tag', 'Add files'])
    await shop.gone(panel.getByRole('button', { name, exact: true }));
  await shop.gone(panel.getByRole('textbox', { name: 'New comment' }));
  for (const name of ['Tasks', 'Comments', 'Files']) {
    const fold = panel.getByRole('button', { name: new RegExp(`^${name}`) });
    await fold.click();
    await shop.see(panel.getByRole('button', { name: new RegExp(`^${name}`), expanded: false }));
    await fold.click();
  }
});

story(
  'a chat to look at: its cells in the table cannot be pressed, and say why (CP-3, UC-28)',
  async (shop) => {
    const { page } = shop;
    await shop.open('chats/accepted');
    const row = shop.row('Ana Ruiz');
    const why = 'You may read this conversation, but not answer or change it.';
    for (const name of [/^Pipeline status: New request/, /^Price:/, /^Responsible:/, /^Add tags/]) {
      const cell = row.getByRole('button', { name });
      await shop.see(cell);
      assert.equal(await cell.isDisabled(), true, `${name} is out of reach`);
      assert.equal(await cell.getAttribute('title'), why, `${name} says why`);
    }
    await row.focus();
    await page.keyboard.press('m');
    await shop.see(shop.entry('Offer'));
    assert.equal(await shop.entry('Offer').getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('Escape');
    await shop.gone(shop.entry('Offer'));
  },
);

story('settings of the shop are not for everybody (UC-28)', async (shop) => {
  const { page } = shop;
  await shop.open('settings');
  const sections = page.getByRole('navigation', { name: 'Sections of the settings' });
  await shop.see(sections.getByRole('link', { name: 'People' }));
  await shop.gone(sections.getByRole('link', { name: 'Fields' }));
  await shop.see(page.getByText('Only owners and administrators change this.'));
  assert.equal(await page.getByRole('textbox', { name: 'Company' }).isDisabled(), true);
  assert.equal(
    await page.getByRole('textbox', { name: 'Your name' }).isDisabled(),
    false,
    'that is their own',
  );
});

story(
  'an agent sees own chats in allowed accounts only, and the owner everything again (UC-28)',
  async (shop) => {
    const { page } = shop;
    await actAs(shop, 'Ben', 'Maya');
    await shop.open('settings/people');
    await page.getByRole('button', { name: 'Rights of Ben' }).click();
    await page.getByRole('switch', { name: "Sees everybody's chats" }).click();
    await shop.see(page.getByText('Only their own chats'));
    await actAs(shop, 'Maya', 'Ben');
    await shop.open('chats/new');
    await shop.see(shop.row('Berta Klein'));
    await shop.open('chats/accepted');
    await shop.gone(shop.row('Ana Ruiz'));
    await shop.until(
      async () => /\b0$/.test(await shop.folder(/Accepted/).innerText()),
      'nor is she counted',
    );

    await actAs(shop, 'Ben', 'Maya');
    await shop.open('settings/people');
    await page.getByRole('button', { name: 'Rights of Ben' }).click();
    await page.getByRole('checkbox', { name: 'All accounts, also those connected later' }).click();
    await page.getByRole('checkbox', { name: 'Shop', exact: true }).click();
    await shop.until(async () => {
      const { members } = await shop.core.call('member_list');
      return members[1].source_ids?.length === 1;
    }, 'one account is left');
    await actAs(shop, 'Maya', 'Ben');
    await shop.open('chats/new');
    await shop.see(shop.folder(/New/));
    await shop.gone(shop.row('Berta Klein'));

    await actAs(shop, 'Ben', 'Maya');
    await shop.open('chats/new');
    await shop.see(shop.row('Berta Klein'));
    await shop.open('chats/accepted');
    await shop.see(shop.row('Ana Ruiz'));
  },
);
