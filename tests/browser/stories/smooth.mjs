// The window never blocks: a burst of messages costs one repaint a frame, and no deed keeps the page busy for long.

import assert from 'node:assert/strict';
import { watched } from '../lib/smooth.mjs';
import { stories } from '../lib/story.mjs';

const CONVERSATIONS = 1000;
/** Messages of customers that come at once. */
const BURST = 500;
/** The goal is 50 ms of processor time; a machine that builds at the same time, and is traced, is forgiven the rest. */
const MOST_TASK = 200;

const story = stories({}, async (shop) => {
  await shop.core.fillSample(CONVERSATIONS);
});

function tell(name, seen) {
  console.log(
    `${name}: longest task ${seen.longest.toFixed(0)} ms (${seen.longestParts}); ${seen.frames} frames, ` +
      `${seen.changes} changes of the table, at most ${seen.mostChanges} in a frame`,
  );
}

story('five hundred messages at once change the table once a frame', async (shop) => {
  await shop.open('chats/new');
  await shop.see(shop.table.getByRole('row').nth(5));
  const asked = [];
  shop.page.on('request', (request) => asked.push(request.url()));
  const seen = await watched(shop.page, async () => {
    const said = Array.from({ length: BURST }, (_, number) =>
      shop.core.says(`Customer ${number % 50}`, `message ${number}`, { thread: `burst ${number % 50}` }),
    );
    await Promise.all(said);
    await shop.core.says('Last Customer', 'that was all');
    await shop.see(shop.table.getByText('that was all'), 30_000);
  });
  tell('burst', seen);
  const pages = asked.filter((url) => url.endsWith('/chats_page')).length;
  console.log(`burst: the table was asked for ${pages} times`);
  assert.ok(seen.mostChanges <= 2, `the table changed ${seen.mostChanges} times in one frame`);
  assert.ok(pages <= seen.frames, `asked ${pages} times in ${seen.frames} frames`);
  assert.ok(seen.longest <= MOST_TASK, `a task of ${seen.longest} ms: ${seen.longestParts}`);
});

story('a day of a seller has no long task', async (shop) => {
  const deeds = {
    'scrolling the table': async () => {
      await shop.table.hover();
      for (let i = 0; i < 20; i++) await shop.page.mouse.wheel(0, 400);
      await shop.page.waitForTimeout(300);
    },
    'another folder': async () => {
      await shop.page.keyboard.press('Escape');
      await shop.folder(/Accepted/).click();
      await shop.see(shop.table.getByRole('row').nth(5));
    },
    'another order': async () => {
      await shop.table.getByRole('columnheader', { name: 'Client' }).getByRole('button').first().click();
      await shop.page.waitForTimeout(300);
    },
    'opening a chat': async () => {
      await shop.table.getByRole('row').nth(3).getByRole('gridcell').nth(1).click();
      await shop.see(shop.conversation.getByRole('heading', { level: 2 }));
    },
    writing: async () => {
      await shop.write('', 'Note');
      await shop.conversation.getByRole('textbox', { name: 'Note' }).pressSequentially('Calls back on Friday.');
    },
  };
  const slow = [];
  for (const [name, deed] of Object.entries(deeds)) {
    const seen = await watched(shop.page, deed);
    tell(name, seen);
    if (seen.longest > MOST_TASK) slow.push(`${name} ${seen.longest.toFixed(0)} ms: ${seen.longestParts}`);
  }
  assert.deepEqual(slow, [], 'no deed keeps the page busy');
});
