// G11, G12, G19: the board in a page, beside the same cards as plain elements: opened, scrolled, a card moved, filtered.
// `board-page [CONVERSATIONS] [WORKSPACE]`; a workspace that is there is taken as it is, and changed.

import { bench, quantile, table, workOf } from '../lib/bench.mjs';
import { carry, column, drawn, middle, region, take } from '../lib/board.mjs';
import { frames } from '../lib/deeds.mjs';
import { watched } from '../lib/watched.mjs';

const [words = '10000', workspace] = process.argv.slice(2);
const conversations = Number(words);
const ROUNDS = 7;
/** How long ten thousand plain elements may take (milliseconds). */
const RIVALS = 120_000;
/** Pixels of one notch of a wheel, and how many are turned. */
const [NOTCH, NOTCHES] = [120, 60];
const FROM = 'In work';
const TO = 'Offer';

await bench({ fake: false, workspace }, async (shop) => {
  if (!workspace) await shop.core.fillSample(conversations);
  const { page } = shop;
  const work = await workOf(page);
  const row = table(`The board in a page, ${conversations} conversations`, ['p50', 'p95', 'unit']);
  const tell = (name, values, unit) =>
    row(name, ...[0.5, 0.95].map((share) => quantile(values, share).toFixed(1)), unit);

  /** A page with our styles to put plain elements into: that takes long. */
  const ground = async () => {
    const rival = await page.context().newPage();
    rival.setDefaultTimeout(RIVALS);
    await rival.goto(shop.core.address('tasks'));
    await rival.getByRole('navigation').first().waitFor();
    return rival;
  };

  const opened = { ours: [], plain: [], windowed: [] };
  let long;
  for (let round = 0; round < ROUNDS; round++) {
    const open = await atChats(shop);
    opened.ours.push(await work(open));
    const cards = await page.evaluate(count);
    if (round === 0) {
      console.log(`\n${cards.held} cards, ${cards.drawn} drawn, ${cards.elements} elements on the page\n`);
      row('elements, goal 1,500', cards.elements, cards.elements, '');
      long = cards.held;
    }
    for (const [name, many] of [
      ['plain', cards.held],
      ['windowed', cards.drawn],
    ]) {
      const rival = await ground();
      const cost = await workOf(rival);
      opened[name].push(
        await cost(async () => {
          await rival.evaluate(plainly, { html: cards.html, many });
          await frames(rival);
        }),
      );
      await rival.close();
    }
  }
  tell('open, ours', opened.ours, 'ms of the page');
  tell(`open, ${long} cards as plain elements`, opened.plain, 'ms of the page');
  tell('open, only the cards on screen as plain elements', opened.windowed, 'ms of the page');

  const wheel = async (what, on) => {
    const cost = await workOf(on);
    await what.hover();
    const notches = [];
    for (let notch = 0; notch < NOTCHES; notch++)
      notches.push(
        await cost(async () => {
          await on.mouse.wheel(0, NOTCH);
          await frames(on);
        }),
      );
    return notches;
  };
  tell('a notch of the wheel, ours', await wheel(column(shop, FROM), page), 'ms of the page');
  const cards = await page.evaluate(count);
  const rival = await ground();
  await rival.evaluate(plainly, { html: cards.html, many: cards.held });
  const plain = rival.locator('[data-plain]').first();
  tell('a notch of the wheel, plain elements', await wheel(plain, rival), 'ms of the page');
  await rival.close();

  const moved = { frames: [], durable: [], undone: [] };
  for (let round = 0; round < ROUNDS; round++) {
    await column(shop, FROM).evaluate((element) => (element.scrollTop = 0));
    const card = drawn(shop, FROM).first();
    const key = await card.getAttribute('data-card');
    const own = page.locator(`[data-card="${key}"]`);
    await take(shop, own);
    await carry(shop, await middle(region(shop, TO)));
    const answered = page.waitForResponse((response) => response.url().endsWith('/deal_move'));
    await page.evaluate(watchDrop, { key, to: TO });
    await page.mouse.up();
    moved.frames.push(await page.evaluate(() => globalThis.dropped));
    moved.durable.push(await took(answered));
    const undone = page.waitForResponse((response) => response.url().endsWith('/operation_undo'));
    await page.getByRole('button', { name: 'Undo' }).first().click();
    moved.undone.push(await took(undone));
    await shop.see(column(shop, FROM).locator(`[data-card="${key}"]`));
  }
  tell('a card dropped until it is painted there, goal 2', moved.frames, 'frames');
  tell('a card dropped until that is durable', moved.durable, 'ms by the clock');
  tell('undone until that is durable', moved.undone, 'ms by the clock');

  const filtered = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await shop.choose('Stage');
    filtered.push(
      await work(async () => {
        await page.getByRole('option', { name: TO }).click();
        await shop.until(
          async () => (await region(shop, FROM).getAttribute('data-count')) === '0',
          'filtered',
        );
        await frames(page);
      }),
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reset' }).click();
    await shop.see(drawn(shop, FROM));
  }
  tell('filtered by a stage', filtered, 'ms of the page');

  const longest = table('The longest task of the board', ['ms (goal 50)', 'mostly']);
  const awake = async (name, deed) => {
    const seen = await watched(page, deed);
    longest(name, seen.longest.toFixed(0), seen.longestParts);
  };
  await awake('opening', await atChats(shop));
  await awake('scrolling', async () => {
    await column(shop, FROM).hover();
    for (let notch = 0; notch < NOTCHES; notch++) await page.mouse.wheel(0, NOTCH);
    await frames(page);
  });
  await column(shop, FROM).evaluate((element) => (element.scrollTop = 0));
  await awake('dragging over the board and dropping', async () => {
    await take(shop, drawn(shop, FROM).first());
    await carry(shop, await middle(region(shop, TO)));
    const answered = page.waitForResponse((response) => response.url().endsWith('/deal_move'));
    await page.mouse.up();
    await answered;
    await frames(page);
  });
});

/** Goes to Chats, and answers what opens the board from there. The link is looked up before: that is no work of ours. */
async function atChats(shop) {
  const { page } = shop;
  await shop.open('chats/accepted');
  await shop.see(shop.table.getByRole('row').nth(5));
  const link = await shop.navigation.getByRole('link', { name: /Pipeline/ }).elementHandle();
  return async () => {
    await link.click();
    await page.waitForFunction(isDrawn);
    await frames(page);
  };
}

/** Whether each open column shows a card. */
function isDrawn() {
  const columns = [...document.querySelectorAll('[data-cards]')];
  return columns.length > 0 && columns.every((column) => column.querySelector('[data-card]'));
}

/** Milliseconds from asking to the whole answer. */
async function took(answered) {
  const response = await answered;
  await response.finished();
  const { requestStart, responseEnd } = response.request().timing();
  return responseEnd - requestStart;
}

/** The board as it stands: cards it holds, cards that are drawn, one of them as text. */
function count() {
  const held = [...document.querySelectorAll('section[data-place]')].reduce(
    (sum, column) => sum + Number(column.dataset.count),
    0,
  );
  const cards = [...document.querySelectorAll('[data-card]')];
  const html = cards.slice(0, 20).map((card) => card.outerHTML);
  return { held, drawn: cards.length, elements: document.querySelectorAll('*').length, html };
}

/** Seven columns of plain elements in place of the page, with so many cards together. */
function plainly({ html, many }) {
  const column = (number) => {
    const cards = Array.from({ length: Math.ceil(many / 7) }, (_, at) => html[(at + number) % html.length]);
    return `<div data-plain style="width:288px;overflow-y:auto;flex-shrink:0">${cards.join('')}</div>`;
  };
  const columns = Array.from({ length: 7 }, (_, number) => column(number)).join('');
  document.body.innerHTML = `<div style="display:flex;gap:12px;height:800px;overflow-x:auto">${columns}</div>`;
}

/** From the moment the hand lets go counts frames until the card stands in the other column. */
function watchDrop({ key, to }) {
  globalThis.dropped = new Promise((done) => {
    const begin = () => {
      let frames = 0;
      const look = () => {
        frames += 1;
        const card = document.querySelector(`section[aria-label^="${to}, "] [data-card="${key}"]`);
        if (card) done(frames);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    addEventListener('pointerup', begin, { capture: true, once: true });
  });
}
