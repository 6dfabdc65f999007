// Every screen of the window, and how to get there, in any language.

/** Who the welcome conversation is with. */
const WELCOME = 'Runnel';
const conversationIn = async (shop, folder) => {
  const request = { place: folder, sort: { column: 'activity', descending: true }, offset: 0, limit: 50 };
  const { rows } = await shop.core.call('chats_page', request);
  return rows.find((row) => row.client !== WELCOME)?.id;
};
const main = (shop) => shop.page.getByRole('main');

/** Name of the screen, and how it comes to be shown. */
export const SCREENS = {
  chats: async (shop) => {
    await shop.open('chats/accepted');
    await shop.see(shop.page.getByRole('grid').getByRole('row').nth(3).getByRole('gridcell').first());
  },
  conversation: async (shop) => {
    await shop.open(`chats/accepted/${await conversationIn(shop, 'accepted')}`);
    await shop.see(main(shop).getByRole('article').first());
  },
  'conversation in New': async (shop) => {
    await shop.open(`chats/new/${await conversationIn(shop, 'new')}`);
    await shop.see(main(shop).getByRole('article').first());
  },
  welcome: async (shop) => {
    const request = { place: 'new', sort: { column: 'activity', descending: false }, offset: 0, limit: 200 };
    const { rows } = await shop.core.call('chats_page', request);
    await shop.open(`chats/new/${rows.find((row) => row.client === WELCOME).id}`);
    await shop.see(main(shop).getByRole('checkbox').first());
  },
  pipeline: async (shop) => {
    await shop.open('pipeline');
    await shop.see(main(shop).getByRole('listitem').getByRole('button').first());
  },
  'pipeline editor': async (shop) => {
    await shop.open('pipeline/default/edit');
    await shop.see(
      main(shop)
        .getByRole('button', { name: /^(Settings of|Einstellungen von|Настройки этапа) / })
        .first(),
    );
  },
  deal: async (shop) => {
    const request = { pipeline_id: 1, filter: null, stage_id: 1, offset: 0, limit: 1 };
    const { cards } = await shop.core.call('board_cards', request);
    await shop.open(`pipeline/default/deal-${cards[0].deal_id}`);
    await shop.see(main(shop).getByRole('heading', { level: 3 }).nth(3));
  },
  'new deal': async (shop) => {
    await shop.open('pipeline');
    await shop.see(main(shop).getByRole('listitem').getByRole('button').first());
    await shop.page.keyboard.press('Shift+D');
    await shop.see(shop.dialog.getByRole('combobox').first());
    await shop.page.keyboard.type('an');
    await shop.see(shop.dialog.getByRole('option').first());
  },
  'conversation beside the board': async (shop) => {
    await shop.open(`pipeline/default/${await conversationIn(shop, 'accepted')}`);
    await shop.see(main(shop).getByRole('article').first());
  },
  triggers: async (shop) => {
    await shop.open('triggers');
    await shop.see(main(shop).getByRole('switch').first());
  },
  'trigger editor': async (shop) => {
    await shop.open('triggers/new');
    await shop.see(main(shop).getByRole('textbox').first());
  },
  'trigger log': async (shop) => {
    await shop.open('triggers');
    await main(shop).getByRole('group').locator('button').nth(1).click();
    await shop.see(main(shop).getByRole('list').getByRole('link').first());
  },
  tasks: async (shop) => {
    await shop.open('tasks');
    await shop.see(main(shop).getByRole('checkbox').first());
  },
  sources: async (shop) => shop.open('sources'),
  'mailbox wizard': async (shop) => {
    await shop.open('sources/new');
    await shop.see(shop.dialog.getByRole('textbox').first());
  },
  settings: async (shop) => {
    await shop.open('settings');
    await shop.see(main(shop).getByRole('heading', { level: 2 }).nth(2));
  },
  manual: async (shop) => {
    await shop.open('help/keyboard');
    await shop.see(main(shop).getByRole('article').getByRole('table'));
  },
  'manual searched': async (shop) => {
    await shop.open('help');
    // A word of the manual in every language.
    await main(shop).getByRole('combobox').fill('Runnel');
    await shop.see(main(shop).getByRole('option').first());
  },
  'problem report': async (shop) => {
    await shop.open('help/report');
    await shop.see(main(shop).getByRole('button').nth(1));
  },
  people: async (shop) => {
    await shop.open('settings/people');
    await shop.see(main(shop).getByRole('table'));
  },
  palette: async (shop) => {
    await shop.open('chats/accepted');
    await shop.page.keyboard.press('Control+k');
    await shop.see(shop.dialog.getByRole('option').first());
  },
  search: async (shop) => {
    await shop.open('chats/accepted');
    await shop.page.keyboard.press('/');
    await shop.page.keyboard.type('an');
    await shop.see(shop.dialog.getByRole('option').first());
  },
  'shortcut sheet': async (shop) => {
    await shop.open('chats/accepted');
    await shop.page.keyboard.press('Shift+?');
    await shop.see(shop.dialog.getByRole('heading', { level: 3 }).first());
  },
  menu: async (shop) => {
    await shop.open('chats/accepted');
    const row = shop.page.getByRole('grid').getByRole('row').nth(2);
    await row.getByRole('gridcell').nth(2).getByRole('button').click();
    await shop.see(shop.page.getByRole('menu'));
  },
};

/** A workspace in which no screen is empty: sample data and two triggers that have run. */
export async function furnish(shop, conversations) {
  const { core } = shop;
  await core.fillSample(conversations);
  const message = (text, minutes) => ({ delay_minutes: minutes, what: { kind: 'send_message', text } });
  await core.call('trigger_save', {
    trigger_id: null,
    body: {
      name: '',
      event: { kind: 'conversation_new' },
      conditions: [{ kind: 'text_contains', words: ['delivery', 'Lieferung'] }],
      actions: [message('Thank you, {{contact.first_name}}. We look it up at once.', 0)],
    },
  });
  await core.call('trigger_save', {
    trigger_id: null,
    body: {
      name: 'Offer follow-up',
      event: { kind: 'stage_entered', stage_ids: [3] },
      conditions: [],
      actions: [
        message('Do you have questions about our offer, {{contact.first_name}}?', 2 * 24 * 60),
        {
          delay_minutes: 0,
          what: {
            kind: 'create_task',
            task_kind: 'call',
            text: 'Ask about the offer',
            assignee_id: null,
            due_in_minutes: 1440,
          },
        },
      ],
    },
  });
}
