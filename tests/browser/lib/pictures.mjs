// Pictures of the main screens, of a furniture shop with 300 conversations, light and dark.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startCore } from './core.mjs';
import { furnish, SCREENS } from './screens.mjs';
import { Shop } from './shop.mjs';
import { openWindow } from './window.mjs';

const SHOWN = ['chats', 'conversation', 'pipeline', 'triggers'];

export async function takePictures(folder) {
  await mkdir(folder, { recursive: true });
  const core = await startCore({ fake: false });
  const { page, close } = await openWindow();
  const shop = new Shop(core, page);
  try {
    await furnish(shop, 300);
    for (const theme of ['light', 'dark']) {
      await core.settings({ theme });
      for (const name of SHOWN) {
        await SCREENS[name](shop);
        await page.evaluate(() => document.fonts.ready);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
      }
    }
  } finally {
    await close();
    await core.stop();
  }
}
