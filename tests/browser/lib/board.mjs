// The board as a hand meets it: where its cards lie, and how one is taken, carried and let go, by pointer and by finger.

export const column = (shop, stage) => shop.page.getByRole('list', { name: stage, exact: true });
export const region = (shop, stage) => shop.page.getByRole('region', { name: new RegExp(`^${stage}, `) });
export const drawn = (shop, stage) => column(shop, stage).locator('[data-card]');
export const board = (shop) => shop.page.getByRole('group', { name: /^Board / });
export const scrolled = (list) => list.evaluate((element) => element.scrollTop);

/** Numbers of two hundred cards of a stage, from the top or from a place on, as the core has them. */
export async function order(shop, stage, offset = 0) {
  const { pipelines } = await shop.core.call('workspace_get');
  const { id } = pipelines[0].stages.find(({ name }) => name === stage);
  const request = { pipeline_id: 1, filter: null, stage_id: id, offset, limit: 200 };
  const { cards } = await shop.core.call('board_cards', request);
  return cards.map(({ deal_id }) => deal_id);
}

/** The card at a place of a column: scrolled to, and the one that the core has there, so that the window has caught up. */
export async function cardAt(shop, stage, index) {
  const list = column(shop, stage);
  const [key] = await order(shop, stage, index);
  await shop.until(async () => {
    await list.evaluate((element, index) => {
      const row = element.querySelector('[role="listitem"]').getBoundingClientRect().height;
      element.scrollTop = (index - 2) * row;
    }, index);
    return list.evaluate(
      (element, { key, index }) => {
        const card = element.querySelector(`[data-card="${key}"][data-row="${index}"]`);
        const [box, whole] = [card, element].map((part) => part?.getBoundingClientRect());
        return box !== undefined && box.top >= whole.top && box.bottom <= whole.bottom;
      },
      { key, index },
    );
  }, `the card ${index} of ${stage} is drawn`);
  return { key, card: shop.page.locator(`[data-card="${key}"]`) };
}

export const middle = async (what) => {
  const { x, y, width, height } = await what.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
};
export const isHeld = (card) => card.evaluate((element) => Number(getComputedStyle(element).opacity) < 1);

/** Takes a card with the pointer, and waits until it is in the hand. */
export async function take(shop, card) {
  const { mouse } = shop.page;
  let at;
  await shop.until(async () => {
    at = await middle(card);
    return card.evaluate((element, { x, y }) => element.contains(document.elementFromPoint(x, y)), at);
  }, 'the card lies under the hand');
  await mouse.move(at.x, at.y);
  await mouse.down();
  await mouse.move(at.x + 8, at.y + 8, { steps: 4 });
  await shop.until(() => isHeld(card), 'the card is in the hand');
  return at;
}

/** A finger on the screen: goes down, moves and comes off, in steps as a screen tells them. */
export async function finger(shop) {
  const session = await shop.page.context().newCDPSession(shop.page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  const touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  let last;
  return {
    async down(at) {
      last = at;
      await touch('touchStart', [at]);
    },
    async move(to, steps = 8) {
      const from = last;
      for (let step = 1; step <= steps; step++) {
        const share = step / steps;
        last = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        await touch('touchMove', [last]);
      }
    },
    up: () => touch('touchEnd', []),
    async away() {
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
      await session.detach();
    },
  };
}

export async function carry(shop, to) {
  await shop.page.mouse.move(to.x, to.y, { steps: 8 });
}
