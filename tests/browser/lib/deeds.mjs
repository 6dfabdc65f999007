// What happens in a shop, for stories and for what measures the page.

/** So many messages of fifty customers at once, until the last one stands in the table. */
export async function burst(shop, messages) {
  const said = Array.from({ length: messages }, (_, number) =>
    shop.core.says(`Customer ${number % 50}`, `message ${number}`, { thread: `burst ${number % 50}` }),
  );
  await Promise.all(said);
  await shop.core.says('Last Customer', 'that was all');
  await shop.see(shop.table.getByText('that was all'), 60_000);
}

/** Two frames: what was asked for before has been drawn. */
export const frames = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
