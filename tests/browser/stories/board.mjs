// The board: a customer's way from the first question to a closed deal, by pointer and by key.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await shop.acceptedCustomer('Ana Ruiz', 'What does the table cost?');
  await shop.acceptedCustomer('Berta Klein', 'Is the shelf in stock?');
  await shop.customer('Carl Stone', 'When do you open?');
  // Wide enough that no column has to be scrolled to while a card is in the hand.
  await shop.page.setViewportSize({ width: 1720, height: 900 });
  await shop.open('pipeline');
  await shop.see(card(shop, 'Ana Ruiz', 'New request'));
});

const column = (shop, stage) => shop.page.getByRole('list', { name: stage, exact: true });
const card = (shop, client, stage) => column(shop, stage).getByRole('button', { name: client });

/** Waits until a customer's card in a column has the focus. */
const focused = (shop, stage, client = 'Berta Klein') =>
  shop.until(
    () => card(shop, client, stage).evaluate((element) => element === document.activeElement),
    `the focus is on the card in ${stage}`,
  );

/** Takes a card with the pointer and lets it go over another column, as a hand does: in many small steps. */
async function drag(shop, what, to) {
  const from = await what.boundingBox();
  const target = await to.boundingBox();
  const { mouse } = shop.page;
  await mouse.move(from.x + 60, from.y + 20);
  await mouse.down();
  await mouse.move(from.x + 66, from.y + 26, { steps: 3 });
  await mouse.move(target.x + target.width / 2, target.y + 30, { steps: 15 });
  await mouse.up();
}

story(
  'a card is dragged into another stage, stays there, and Undo puts it back (UP-1, UP-12)',
  async (shop) => {
    await drag(shop, card(shop, 'Ana Ruiz', 'New request'), column(shop, 'Offer'));
    await shop.see(card(shop, 'Ana Ruiz', 'Offer'));
    await shop.page.reload();
    await shop.see(card(shop, 'Ana Ruiz', 'Offer'));

    await drag(shop, card(shop, 'Ana Ruiz', 'Offer'), column(shop, 'Payment'));
    await shop.see(card(shop, 'Ana Ruiz', 'Payment'));
    await shop.toast('Moved Ana Ruiz to Payment').getByRole('button', { name: 'Undo' }).click();
    await shop.see(card(shop, 'Ana Ruiz', 'Offer'));
    await shop.gone(card(shop, 'Ana Ruiz', 'Payment'));
  },
);

story('a drag that is dropped outside of the columns changes nothing (UP-12)', async (shop) => {
  await drag(shop, card(shop, 'Ana Ruiz', 'Offer'), shop.page.getByRole('heading', { level: 1 }));
  await shop.see(card(shop, 'Ana Ruiz', 'Offer'));
});

story('dragging from the tray of New accepts the conversation (UC-3, UP-12)', async (shop) => {
  await drag(shop, card(shop, 'Carl Stone', 'New'), column(shop, 'In work'));
  await shop.see(card(shop, 'Carl Stone', 'In work'));
  await shop.open('chats/accepted');
  await shop.see(shop.row('Carl Stone').getByRole('button', { name: 'Pipeline status: In work' }));
  await shop.open('pipeline');
});

story('m and the arrow keys move a card without a pointer (UP-12)', async (shop) => {
  const { keyboard } = shop.page;
  await card(shop, 'Berta Klein', 'New request').focus();
  await keyboard.press('m');
  await shop.see(shop.entry('Payment'));
  await keyboard.press('Escape');
  await focused(shop, 'New request');
  await keyboard.press('m');
  await shop.choose('Payment');
  await focused(shop, 'Payment');
  await keyboard.press('Control+Shift+ArrowLeft');
  await focused(shop, 'Offer');
  // Quicker than the core answers: each move waits for the one before.
  await keyboard.press('Control+Shift+ArrowLeft');
  await focused(shop, 'In work');
  await keyboard.press('Control+Shift+ArrowRight');
  await focused(shop, 'Offer');
  await shop.see(shop.toast('Moved Berta Klein to Offer').nth(1));
  await keyboard.press('z');
  await shop.see(card(shop, 'Berta Klein', 'In work'));
});

story('a folded column is opened, and a head tells count and sum (UP-1, UP-9)', async (shop) => {
  const id = (await shop.core.call('board_cards', { pipeline_id: 1, stage_id: 3, offset: 0, limit: 9 }))
    .cards[0];
  await shop.core.call('deal_price_set', {
    deal_id: id.deal_id,
    price: { amount_minor: 125_000, currency: 'EUR' },
  });
  const offer = shop.page.getByRole('region', { name: /^Offer/ });
  await shop.see(offer.getByTitle('€1,250'));
  await shop.page.getByRole('button', { name: 'Fold Offer' }).click();
  await shop.gone(column(shop, 'Offer'));
  await shop.page.getByRole('button', { name: 'Unfold Offer' }).click();
  await shop.see(card(shop, 'Ana Ruiz', 'Offer'));
});

story('a card opens its conversation beside the board (UP-17)', async (shop) => {
  await card(shop, 'Ana Ruiz', 'Offer').click();
  await shop.see(shop.thread('Ana Ruiz').getByText('What does the table cost?'));
  // Seen is what the core knows to be seen: whoever closes sooner keeps it unread.
  await shop.gone(card(shop, 'Ana Ruiz', 'Offer').getByLabel('1 unread message'));
  await shop.page.keyboard.press('Escape');
  await shop.gone(shop.conversation);
  assert.equal(
    await card(shop, 'Ana Ruiz', 'Offer').evaluate((element) => element === document.activeElement),
    true,
    'the focus is back on the card',
  );
});

story('a new message raises its card without a reload (UC-2, UP-1)', async (shop) => {
  await shop.core.says('Ana Ruiz', 'I take two of them.');
  await shop.see(card(shop, 'Ana Ruiz', 'Offer').getByText('I take two of them.'), 2000);
  await shop.see(card(shop, 'Ana Ruiz', 'Offer').getByLabel('1 unread message'));
});

story(
  'three cards are chosen and dragged as one, over a folded column, and one Undo takes it back (UP-12)',
  async (shop) => {
    const { page } = shop;
    for (const client of ['Ana Ruiz', 'Berta Klein', 'Carl Stone']) {
      const { rows } = await shop.core.call('chats_page', {
        place: 'accepted',
        sort: { column: 'activity', descending: true },
        offset: 0,
        limit: 50,
      });
      const { deal_id } = rows.find((row) => row.client === client);
      await shop.core.call('deal_move', { deal_id, stage_id: 1, before_deal_id: null, revision: null });
    }
    await shop.see(card(shop, 'Carl Stone', 'New request'));
    for (const client of ['Ana Ruiz', 'Berta Klein', 'Carl Stone'])
      await card(shop, client, 'New request').click({ modifiers: ['Control'] });
    await shop.see(page.getByRole('toolbar').getByText('3 selected'));
    const order = await column(shop, 'New request')
      .getByRole('button', { name: /Ana|Berta|Carl/ })
      .allTextContents();

    await page.getByRole('button', { name: 'Fold Payment' }).click();
    await drag(
      shop,
      card(shop, 'Berta Klein', 'New request'),
      page.getByRole('region', { name: /^Payment/ }),
    );
    await shop.see(page.getByRole('region', { name: 'Payment, 3 cards' }));
    await page.getByRole('button', { name: 'Unfold Payment' }).click();
    await shop.see(card(shop, 'Carl Stone', 'Payment'));
    await shop.until(async () => {
      const moved = await column(shop, 'Payment')
        .getByRole('button', { name: /Ana|Berta|Carl/ })
        .allTextContents();
      return isDeepStrictEqual(moved, order);
    }, 'in the order in which they stood');

    await shop.toast('Moved 3 cards to Payment').getByRole('button', { name: 'Undo' }).click();
    for (const client of ['Ana Ruiz', 'Berta Klein', 'Carl Stone'])
      await shop.see(card(shop, client, 'New request'));
  },
);

story(
  'Escape while dragging puts the card back, and afterwards lets go of what is chosen (UP-12)',
  async (shop) => {
    const { mouse, keyboard } = shop.page;
    const from = await card(shop, 'Ana Ruiz', 'New request').boundingBox();
    const to = await column(shop, 'Offer').boundingBox();
    await mouse.move(from.x + 60, from.y + 20);
    await mouse.down();
    await mouse.move(to.x + 60, to.y + 40, { steps: 12 });
    await keyboard.press('Escape');
    await mouse.up();
    await shop.see(card(shop, 'Ana Ruiz', 'New request'));
    await shop.gone(card(shop, 'Ana Ruiz', 'Offer'));

    await card(shop, 'Ana Ruiz', 'New request').focus();
    await keyboard.press('x');
    await shop.see(shop.page.getByRole('toolbar').getByText('1 selected'));
    await keyboard.press('Escape');
    await shop.gone(shop.page.getByRole('toolbar'));
  },
);

story(
  'empty stages and unwanted ones are hidden, come back while a card is in the hand, and after a reload (UP-10, UP-11)',
  async (shop) => {
    const { page } = shop;
    await page.getByRole('button', { name: 'Stages that are shown' }).click();
    await shop.choose('Hide empty stages');
    await shop.gone(column(shop, 'Offer'));
    await shop.see(column(shop, 'New request'));
    await page.reload();
    await shop.see(card(shop, 'Ana Ruiz', 'New request'));
    await shop.gone(column(shop, 'Offer'));

    const { mouse } = page;
    const from = await card(shop, 'Ana Ruiz', 'New request').boundingBox();
    await mouse.move(from.x + 60, from.y + 20);
    await mouse.down();
    await mouse.move(from.x + 90, from.y + 60, { steps: 5 });
    const offer = page.getByRole('region', { name: /^Offer/ });
    await shop.see(offer);
    const to = await offer.boundingBox();
    await mouse.move(to.x + to.width / 2, to.y + 100, { steps: 10 });
    await mouse.up();
    await shop.see(card(shop, 'Ana Ruiz', 'Offer'));

    await page.getByRole('button', { name: 'Stages that are shown' }).click();
    await shop.choose('Show all stages');
    await shop.see(column(shop, 'Payment'));
  },
);

story('a filter of the board is the filter of the list, and hides no column (UP-10, UP-13)', async (shop) => {
  const { page } = shop;
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await shop.choose('Stage');
  await page.getByRole('option', { name: 'Offer' }).click();
  await page.keyboard.press('Escape');
  await shop.gone(card(shop, 'Berta Klein', 'New request'));
  await shop.see(column(shop, 'New request'));
  await shop.see(card(shop, 'Ana Ruiz', 'Offer'));
  await page.getByRole('radio', { name: 'List' }).click();
  await shop.see(shop.row('Ana Ruiz'));
  await shop.gone(shop.row('Berta Klein'));
  await page.getByRole('button', { name: 'Show as a board' }).click();
  await shop.see(card(shop, 'Ana Ruiz', 'Offer'));
  await shop.gone(card(shop, 'Berta Klein', 'New request'));
  await page.getByRole('button', { name: 'Reset' }).click();
  await shop.see(card(shop, 'Berta Klein', 'New request'));
});

story('the lightning changes all cards of the open columns at once (UP-14)', async (shop) => {
  const { page } = shop;
  await page.getByRole('button', { name: 'Bulk actions' }).click();
  await page.getByRole('menuitem', { name: /Select all/ }).click();
  await shop.see(page.getByRole('toolbar').getByText('3 selected'));
  await page.getByRole('toolbar').getByRole('button', { name: 'Stage' }).click();
  await shop.choose('In work');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Change 3|Apply/ })
    .click();
  for (const client of ['Ana Ruiz', 'Berta Klein', 'Carl Stone'])
    await shop.see(card(shop, client, 'In work'));
});
