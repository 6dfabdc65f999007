// Nothing on any screen bars anybody: axe-core finds no fault, light and dark, in each language.

import assert from 'node:assert/strict';
import { faults } from '../lib/axe.mjs';
import { furnish, SCREENS } from '../lib/screens.mjs';
import { stories } from '../lib/story.mjs';

const story = stories({}, async (shop) => {
  await furnish(shop, 60);
  await shop.customer('Ana Ruiz', 'When is the delivery?');
  const id = await shop.customer('Berta Klein', 'Is the shelf in stock?');
  await shop.core.call('conversation_accept', { conversation_id: id, stage_id: 3 });
});

/** Each language, each theme; both themes look the same in every language. */
const LOOKS = [
  ['en', 'light'],
  ['en', 'dark'],
  ['de', 'light'],
  ['ru', 'dark'],
];
for (const [locale, theme] of LOOKS)
  story(`every screen is free of barriers, ${theme}, in ${locale}`, async (shop) => {
    await shop.core.settings({ locale, theme });
    await shop.open('settings');
    await shop.until(
      () => shop.page.evaluate((wanted) => document.documentElement.lang === wanted, locale),
      'the window speaks this language',
    );
    const found = [];
    for (const [name, show] of Object.entries(SCREENS)) {
      await show(shop);
      assert.equal(await shop.page.evaluate(() => document.documentElement.dataset.theme), theme);
      found.push(...(await faults(shop.page)).map((fault) => `${name}: ${fault}`));
    }
    assert.equal(found.join('\n'), '', 'axe finds nothing');
  });
