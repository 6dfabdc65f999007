// Pictures of the main screens, of a furniture shop with 300 conversations, light and dark.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startCore } from './core.mjs';
import { furnish, SCREENS } from './screens.mjs';
import { Shop } from './shop.mjs';
import { openWindow } from './window.mjs';

/** One of the latest conversations worth looking at: in English, varied, with an amount, a task and a tag. */
async function talkative(shop) {
  const request = {
    place: 'accepted',
    sort: { column: 'activity', descending: true },
    offset: 0,
    limit: 20,
  };
  const { rows } = await shop.core.call('chats_page', request);
  const rated = [];
  for (const row of rows.filter(({ channel }) => channel === 'local')) {
    const talk = await shop.core.call('conversation_get', { conversation_id: row.id });
    const timeline = { conversation_id: row.id, before: null, limit: 100 };
    const { items } = await shop.core.call('timeline_page', timeline);
    const texts = items.filter(({ type }) => type === 'message').map(({ text }) => text);
    const varied = texts.length > 4 && new Set(texts).size === texts.length;
    const more = [row.price, talk.tasks.length > 0, row.tag_ids.length > 0, talk.responsible_id].filter(
      Boolean,
    );
    rated.push({
      id: row.id,
      worth: more.length + (talk.contact.language === 'en' ? 20 : 0) + (varied ? 10 : 0),
    });
  }
  return rated.sort((a, b) => b.worth - a.worth)[0].id;
}

async function dress(shop) {
  const { core } = shop;
  await core.call('member_rename', { member_id: 1, name: 'Maya Brandt' });
  await core.settings({ company: 'Linde Furniture', undo_send_seconds: 0 });
  await furnish(shop, 300);
  await shop.customer('Nora Whitfield', 'How long does delivery of the Linde chair to Bristol take?');
  await shop.customer('Hugo Martens', 'Is delivery to the third floor included?');
  await shop.until(async () => (await core.sent()).length === 2, 'both got their answer');
  for (const name of ['Nora Whitfield', 'Hugo Martens'])
    await core.call('conversation_accept', { conversation_id: await shop.conversationOf(name), stage_id: 3 });
}

export async function takePictures(folder) {
  await mkdir(folder, { recursive: true });
  const core = await startCore();
  const { page, close } = await openWindow();
  const shop = new Shop(core, page);
  const editor = async () => {
    await SCREENS.triggers(shop);
    await page.getByRole('button', { name: /Offer follow-up/ }).click();
    await shop.see(page.getByRole('textbox', { name: 'Name' }));
  };
  try {
    await dress(shop);
    const open = await talkative(shop);
    const shown = {
      chats: SCREENS.chats,
      conversation: async () => {
        await shop.open(`chats/accepted/${open}`);
        await shop.see(page.getByRole('main').getByRole('article').first());
      },
      pipeline: SCREENS.pipeline,
      triggers: editor,
    };
    for (const theme of ['light', 'dark']) {
      await core.settings({ theme });
      for (const [name, show] of Object.entries(shown)) {
        await show(shop);
        await page.evaluate(() => document.fonts.ready);
        await page.evaluate(() => document.activeElement?.blur());
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
      }
    }
  } finally {
    await close();
    await core.stop();
  }
}
