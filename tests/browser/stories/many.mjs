// Ten thousand conversations: the window stays as quick as with ten.

import assert from 'node:assert/strict';
import {
  cardAt,
  carry,
  column,
  drawn,
  isHeld,
  middle,
  order,
  region,
  scrolled,
  take,
} from '../lib/board.mjs';
import { stories } from '../lib/story.mjs';

const MANY = 10_000;
/** More elements than this on a page means that a list draws what nobody sees. */
const MOST_ELEMENTS = 3000;
/** Pixels of one notch of a wheel. */
const NOTCH = 120;

const story = stories({ fake: false }, async (shop) => {
  await shop.core.fillSample(MANY);
});

const elements = (shop) => shop.page.evaluate(() => document.querySelectorAll('*').length);

/** Whether a row that is seen has not come yet. The row with the focus is kept drawn wherever it is. */
const waits = (shop) =>
  shop.table.evaluate((table) => {
    const seen = table.getBoundingClientRect();
    return [...table.querySelectorAll('[aria-busy]')].some((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > seen.top && top < seen.bottom;
    });
  });

story('the table scrolls to its end and draws only what is seen (UC-10)', async (shop) => {
  await shop.open('chats/accepted');
  await shop.see(shop.table.getByRole('row').nth(5));
  const { counts } = await shop.core.call('workspace_get');
  const rows = Number(await shop.table.getAttribute('aria-rowcount'));
  assert.equal(rows, counts.accepted + 1, 'the table knows how long it is');

  await shop.table.hover();
  for (let notch = 0; notch < 60; notch++) await shop.page.mouse.wheel(0, NOTCH);
  for (let i = 0; i < 20; i++) await shop.page.mouse.wheel(0, 3000);
  await shop.until(async () => !(await waits(shop)), 'what is on screen is loaded');
  assert.ok((await elements(shop)) < MOST_ELEMENTS, 'only the rows on screen are drawn');

  await shop.table.getByRole('row').nth(5).focus();
  await shop.page.keyboard.press('End');
  await shop.see(shop.table.locator(`[role="row"][aria-rowindex="${rows}"]`).getByRole('gridcell').first());
  assert.ok((await elements(shop)) < MOST_ELEMENTS, 'also at the end');
});

story('sorting ten thousand chats answers at once (UC-10)', async (shop) => {
  for (const column of ['Price', 'Client', 'Response time']) {
    const head = shop.table.getByRole('columnheader', { name: column });
    await head.getByRole('button', { name: column }).first().click();
    await shop.until(
      async () => /ending/.test(await head.getAttribute('aria-sort')),
      `sorted by ${column}`,
      3000,
    );
    await shop.until(async () => !(await waits(shop)), `rows by ${column} are there`, 3000);
  }
});

story('a chat opens among ten thousand, and the next one after it (UC-19)', async (shop) => {
  await shop.open('chats/accepted');
  await shop.see(shop.table.getByRole('row').nth(5));
  await shop.page.keyboard.press('j');
  await shop.until(
    () => shop.page.evaluate(() => document.activeElement?.closest('[data-row]') !== null),
    'a row has the focus',
  );
  await shop.page.keyboard.press('Enter');
  await shop.see(shop.conversation.getByRole('heading', { level: 2 }));
  const first = shop.openId;
  await shop.page.keyboard.press('j');
  await shop.until(
    () => shop.page.evaluate(() => document.activeElement?.getAttribute('aria-posinset') === '2'),
    'the next one has the focus',
  );
  await shop.page.keyboard.press('Enter');
  await shop.until(() => shop.openId !== first, 'the next conversation is open');
  assert.ok((await elements(shop)) < MOST_ELEMENTS);
});

story('the board draws only the cards that are seen (UP-1)', async (shop) => {
  await shop.open('pipeline');
  const cards = shop.page.getByRole('list', { name: 'In work', exact: true });
  await shop.see(cards.getByRole('button').first());
  await cards.hover();
  for (let notch = 0; notch < 20; notch++) await shop.page.mouse.wheel(0, NOTCH);
  const drawn = await elements(shop);
  assert.ok(drawn < MOST_ELEMENTS, `only the cards that are seen are drawn, not ${drawn} elements`);
});

story('tasks of ten thousand chats are listed without drawing all of them (UC-26)', async (shop) => {
  await shop.open('tasks');
  await shop.see(shop.page.getByRole('checkbox').first());
  assert.ok((await elements(shop)) < 3 * MOST_ELEMENTS, 'a group shows its first hundred');
});

story(
  'in a column of ten thousand a card is taken from the middle and put elsewhere (UP-1, UP-12)',
  async (shop) => {
    const FROM = 'In work';
    await shop.core.call('bulk_apply', {
      selection: {
        kind: 'columns',
        pipeline_id: 1,
        filter: null,
        stage_ids: [1, 2, 3, 4, 5, 6, 7],
        except: [],
      },
      deed: { kind: 'stage', stage_id: 2 },
      send_messages: false,
      expected: null,
    });
    await shop.open('pipeline');
    await shop.see(drawn(shop, FROM));
    const list = column(shop, FROM);
    const long = Number(await region(shop, FROM).getAttribute('data-count'));
    assert.ok(long > 0.9 * MANY, `${long} cards stand in one column`);

    const [at, below] = [Math.round(long / 2), 3];
    const { key, card } = await cardAt(shop, FROM, at);
    const before = await order(shop, FROM, at - 10);
    assert.equal(before[10], key, 'the card in the middle is the one that stands there');
    await take(shop, card);
    const target = await middle(drawn(shop, FROM).and(shop.page.locator(`[data-row="${at + below}"]`)));
    // The upper half of a card: above it.
    await carry(shop, { x: target.x, y: target.y - 20 });
    const place = await scrolled(list);
    await shop.page.mouse.up();
    await shop.until(
      async () => (await order(shop, FROM, at - 10)).indexOf(key) === 10 + below - 1,
      'it stands two further down',
    );
    assert.equal(await scrolled(list), place, 'the eye keeps its place');
    assert.ok((await elements(shop)) < MOST_ELEMENTS, 'only the cards on screen are drawn');

    // Held at the lower edge the column goes on and on, and what it has passed is not drawn.
    const next = await cardAt(shop, FROM, at);
    await take(shop, next.card);
    const box = await list.boundingBox();
    await carry(shop, { x: box.x + 140, y: box.y + box.height - 12 });
    const far = (await scrolled(list)) + 20 * box.height;
    await shop.until(async () => (await scrolled(list)) > far, 'it scrolls twenty screens', 20_000);
    assert.ok(await isHeld(next.card), 'still in the hand');
    assert.ok((await elements(shop)) < MOST_ELEMENTS, 'only the cards on screen are drawn');
    await carry(shop, await middle(region(shop, 'Offer')));
    await shop.page.mouse.up();
    await shop.until(
      async () => (await order(shop, 'Offer'))[0] === next.key,
      'it is alone in its new stage',
    );
  },
);
