// A burst of messages costs one repaint a frame. How long the page is busy is not a test's to say: `bench/awake.mjs`.

import assert from 'node:assert/strict';
import { burst } from '../lib/deeds.mjs';
import { stories } from '../lib/story.mjs';
import { watched } from '../lib/watched.mjs';

/** Messages of customers that come at once. */
const BURST = 500;

const story = stories({}, async (shop) => {
  await shop.core.fillSample(300);
});

story('five hundred messages at once change the table once a frame', async (shop) => {
  await shop.open('chats/new');
  await shop.see(shop.table.getByRole('row').nth(5));
  const asked = [];
  shop.page.on('request', (request) => asked.push(request.url()));
  const seen = await watched(shop.page, () => burst(shop, BURST));
  const pages = asked.filter((url) => url.endsWith('/chats_page')).length;
  assert.ok(seen.mostChanges <= 2, `the table changed ${seen.mostChanges} times in one frame`);
  assert.ok(pages <= seen.frames, `asked ${pages} times in ${seen.frames} frames`);
});
