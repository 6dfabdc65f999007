// A card in the hand: from the middle of a long column, to what is out of sight, over edges, by finger, and let go of.

import assert from 'node:assert/strict';
import {
  board,
  cardAt,
  carry,
  column,
  drawn,
  finger,
  isHeld,
  middle,
  order,
  region,
  scrolled,
  take,
} from '../lib/board.mjs';
import { stories } from '../lib/story.mjs';

const story = stories({ fake: false }, async (shop) => {
  await shop.core.fillSample(300);
  // Narrower than the board, so that its last stages are out of sight.
  await shop.page.setViewportSize({ width: 1280, height: 800 });
  await shop.open('pipeline');
  await shop.see(drawn(shop, 'In work'));
});

const FROM = 'In work';
story(
  'a card from the middle of a column lands where it is let go, and Undo puts it back (UP-12)',
  async (shop) => {
    const before = await order(shop, FROM);
    const { key, card } = await cardAt(shop, FROM, 9);
    assert.equal(key, before[9]);
    await take(shop, card);
    const below = drawn(shop, 'Offer').nth(2);
    const lower = await order(shop, 'Offer');
    const { x, y } = await middle(below);
    // The upper half of a card: above it.
    await carry(shop, { x, y: y - 20 });
    await shop.page.mouse.up();
    await shop.until(
      async () => (await order(shop, 'Offer')).indexOf(key) === 2,
      'it stands third in its new stage',
    );
    assert.deepEqual(await order(shop, 'Offer'), [...lower.slice(0, 2), key, ...lower.slice(2)]);
    await shop.page.getByRole('button', { name: 'Undo' }).first().click();
    await shop.until(async () => (await order(shop, FROM)).indexOf(key) === 9, 'back at its place');
    assert.deepEqual(await order(shop, FROM), before);
  },
);

story('a quick hand drops where it let go, not where it was a frame before (UP-12)', async (shop) => {
  const { key, card } = await cardAt(shop, FROM, 3);
  await take(shop, card);
  const { x, y } = await middle(region(shop, 'Offer'));
  await shop.page.mouse.move(x, y);
  await shop.page.mouse.up();
  await shop.until(async () => (await order(shop, 'Offer')).includes(key), 'it is in the other stage');
  await shop.page.getByRole('button', { name: 'Undo' }).first().click();
  await shop.until(async () => (await order(shop, FROM))[3] === key, 'back at its place');
});

story('held at the edge of a column it scrolls down and up; Escape puts it back (UP-12)', async (shop) => {
  const before = await order(shop, FROM);
  const { key, card } = await cardAt(shop, FROM, 4);
  const list = column(shop, FROM);
  await take(shop, card);
  const box = await list.boundingBox();
  const start = await scrolled(list);
  await carry(shop, { x: box.x + 140, y: box.y + box.height - 12 });
  const end = await list.evaluate((element) => element.scrollHeight - element.clientHeight);
  await shop.until(async () => (await scrolled(list)) >= end - 1, 'it scrolls to the end of the column');
  assert.ok(end > start);
  assert.ok(await isHeld(card), 'still in the hand');
  await carry(shop, { x: box.x + 140, y: box.y + 12 });
  await shop.until(async () => (await scrolled(list)) === 0, 'and back to its top');
  await shop.page.keyboard.press('Escape');
  await shop.until(async () => !(await isHeld(card)), 'let go');
  await shop.page.mouse.up();
  assert.deepEqual(await order(shop, FROM), before, 'nothing has moved');
  assert.equal(before[4], key);
});

story(
  'let go while the column scrolls under it, it stands where it was seen to fall (UP-12)',
  async (shop) => {
    const { key, card } = await cardAt(shop, FROM, 0);
    const list = column(shop, FROM);
    await take(shop, card);
    const box = await list.boundingBox();
    await carry(shop, { x: box.x + 140, y: box.y + box.height - 12 });
    const end = await list.evaluate((element) => element.scrollHeight - element.clientHeight);
    await shop.until(async () => (await scrolled(list)) >= end - 1, 'it scrolls to the end of the column');
    await shop.page.mouse.up();
    await shop.until(async () => (await order(shop, FROM)).at(-1) === key, 'it is the last one');
    await shop.page.getByRole('button', { name: 'Undo' }).first().click();
    await shop.until(async () => (await order(shop, FROM))[0] === key, 'and the first again');
  },
);

story(
  'held at the right edge the board scrolls to its last stage, which takes it (UP-9, UP-12)',
  async (shop) => {
    const { key, card } = await cardAt(shop, FROM, 1);
    const left = () => board(shop).evaluate((element) => element.scrollLeft);
    const last = 'Unsuccessful';
    const there = (await order(shop, last)).length;
    await take(shop, card);
    const box = await board(shop).boundingBox();
    await carry(shop, { x: box.x + box.width - 10, y: box.y + box.height / 2 });
    const end = await board(shop).evaluate((element) => element.scrollWidth - element.clientWidth);
    await shop.until(async () => (await left()) >= end - 1, 'the board scrolls to its end');
    await carry(shop, { x: box.x + 10, y: box.y + box.height / 2 });
    await shop.until(async () => (await left()) === 0, 'and back');
    await carry(shop, { x: box.x + box.width - 10, y: box.y + box.height / 2 });
    await shop.until(async () => (await left()) >= end - 1, 'and to its end again');
    await carry(shop, await middle(region(shop, last)));
    await shop.page.mouse.up();
    await shop.until(async () => (await order(shop, last)).length === there + 1, 'a folded stage takes it');
    assert.ok(!(await order(shop, FROM)).includes(key));
  },
);

story(
  'a finger that rests takes the card along, one that swipes scrolls the column (UP-12)',
  async (shop) => {
    await shop.page.keyboard.press('Escape');
    await shop.open('pipeline');
    const before = await order(shop, FROM);
    const { key, card } = await cardAt(shop, FROM, 3);
    const list = column(shop, FROM);
    const touch = await finger(shop);

    const start = await scrolled(list);
    const at = await middle(card);
    await touch.down(at);
    await touch.move({ x: at.x, y: at.y - 150 }, 6);
    await shop.until(async () => (await scrolled(list)) > start, 'a swipe scrolls');
    await touch.up();
    assert.deepEqual(await order(shop, FROM), before, 'and moves no card');

    await shop.until(async () => {
      const top = await scrolled(list);
      return shop.page.evaluate(
        ([list, top]) =>
          new Promise((done) =>
            requestAnimationFrame(() => requestAnimationFrame(() => done(list.scrollTop === top))),
          ),
        [await list.elementHandle(), top],
      );
    }, 'the swipe has come to rest');
    await cardAt(shop, FROM, 3);
    await touch.down(await middle(card));
    await shop.until(() => isHeld(card), 'a finger that rests takes it');
    await touch.move(await middle(region(shop, 'Offer')));
    await touch.up();
    await shop.until(
      async () => (await order(shop, 'Offer')).includes(key),
      'it is where the finger came off',
    );
    await shop.gone(shop.page.getByRole('menu'));
    await touch.away();
  },
);
