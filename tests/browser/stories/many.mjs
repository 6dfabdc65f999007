// Ten thousand conversations: the window stays as quick as with ten.

import assert from 'node:assert/strict';
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
