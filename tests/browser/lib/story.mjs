// Stories: tests that share one workspace and one window per file, and fail on any complaint of the page.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { startCore } from './core.mjs';
import { OUTPUT } from './places.mjs';
import { Shop } from './shop.mjs';
import { openWindow } from './window.mjs';

/**
 * Prepares a file's workspace and window. The returned function tells one story: `story('… (UC-2)', async (shop) => …)`;
 * each goes on where the one before left the workspace.
 */
export function stories(options = {}, prepare = async () => {}) {
  const file = basename(process.argv[1] ?? 'story', '.mjs');
  let core;
  let window;
  let shop;
  before(async () => {
    core = await startCore(options);
    window = await openWindow();
    shop = new Shop(core, window.page);
    await prepare(shop);
  });
  after(async () => {
    await window?.close();
    await core?.stop();
  });

  let number = 0;
  return (title, tell) =>
    test(title, async () => {
      number += 1;
      try {
        shop.expected = undefined;
        await tell(shop);
        const complaints = window.complaints().filter((text) => !shop.expected?.test(text));
        assert.deepEqual(complaints, [], 'the page complains about nothing');
      } catch (error) {
        await mkdir(OUTPUT, { recursive: true });
        const picture = join(OUTPUT, `${file}-${number}.png`);
        await window.page.screenshot({ path: picture }).catch(() => undefined);
        const said = window.complaints();
        error.message += `\npicture: ${picture}${said.length > 0 ? `\nthe page said: ${said.join('\n')}` : ''}`;
        throw error;
      }
    });
}
