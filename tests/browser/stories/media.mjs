// Pictures, recordings and links in the thread.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

/** PNGs of 1 × 1 pixels. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** A tenth of a second of silence, 8 kHz, 8 bits. */
function silence() {
  const length = 800;
  const wav = Buffer.alloc(44 + length, 128);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + length, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(length, 40);
  return wav.toString('base64');
}

const story = stories({}, async (shop) => {
  await shop.core.says('Ana Ruiz', 'Look here: https://shop.example/oak', {
    files: [
      { name: 'front.png', mime: 'image/png', base64: DOT },
      { name: 'back.png', mime: 'image/png', base64: DOT },
      { name: 'voice.wav', mime: 'audio/wav', base64: silence() },
      { name: 'plan.pdf', mime: 'application/pdf', base64: 'JVBERg==' },
    ],
  });
  const id = await shop.until(() => shop.conversationOf('Ana Ruiz'), 'her message has come in');
  await shop.open(`chats/new/${id}`);
});

story('pictures are looked at one after the other, by keys alone', async (shop) => {
  await shop.thread('Ana Ruiz').getByRole('button', { name: 'Look at front.png' }).click();
  await shop.see(shop.dialog.getByRole('img', { name: 'front.png' }));
  await shop.page.keyboard.press('ArrowRight');
  await shop.see(shop.dialog.getByRole('img', { name: 'back.png' }));
  await shop.page.keyboard.press('r');
  await shop.page.keyboard.press('+');
  const style = await shop.dialog.getByRole('img', { name: 'back.png' }).getAttribute('style');
  assert.match(style, /rotate\(90deg\) scale\(1\.25\)/);
  await shop.page.keyboard.press('Escape');
  await shop.gone(shop.dialog);
});

story('a recording is played faster, and stands at its place', async (shop) => {
  const player = shop.thread('Ana Ruiz').getByRole('group', { name: 'Recording voice.wav' });
  await player.getByRole('button', { name: 'Speed: 1×' }).click();
  await shop.see(player.getByRole('button', { name: 'Speed: 1.5×' }));
  await player.getByRole('button', { name: 'Play voice.wav' }).click();
  await shop.until(() => player.getByRole('slider').isEnabled(), 'its length is known');
});

story('a link says where it leads before it is opened', async (shop) => {
  await shop.thread('Ana Ruiz').getByRole('link', { name: 'https://shop.example/oak' }).click();
  await shop.see(shop.dialog.getByText('shop.example', { exact: true }));
  await shop.dialog.getByRole('button', { name: 'Cancel' }).click();
  await shop.gone(shop.dialog);
});
