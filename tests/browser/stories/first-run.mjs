// The first minutes with Runnel: nothing is empty, everything can be tried, all of it goes away again.

import assert from 'node:assert/strict';
import { stories } from '../lib/story.mjs';

const story = stories();

story('the first run greets with steps that can be ticked off for good (PO-1, UP-2)', async (shop) => {
  await shop.open('chats/new');
  await shop.openChat('Runnel');
  const steps = shop.conversation.getByRole('region', { name: 'First steps' });
  await shop.see(steps.getByText('0 of 5 done'));
  await steps.getByRole('checkbox', { name: 'Leave a note that only you see' }).click();
  await shop.see(steps.getByText('1 of 5 done'));

  await shop.page.reload();
  await shop.see(steps.getByText('1 of 5 done'));
  assert.equal(
    await steps.getByRole('checkbox', { name: 'Leave a note that only you see' }).isChecked(),
    true,
    'the tick is kept',
  );

  await shop.open('pipeline');
  for (const stage of ['New request', 'In work', 'Offer', 'Payment'])
    await shop.see(shop.page.getByRole('heading', { name: stage, exact: true }));
  await shop.see(shop.page.getByRole('button', { name: 'Unfold Successful' }));
});

story('sample data fills the shop with 300 conversations and leaves in one click (PO-1)', async (shop) => {
  await shop.open('settings/sample');
  await shop.page.getByRole('button', { name: 'Fill in 300 conversations' }).click();
  const remove = shop.page.getByRole('button', { name: 'Remove all sample data' });
  await shop.see(remove, 60_000);
  const full = await shop.core.call('workspace_get');
  assert.equal(
    full.counts.new + full.counts.accepted + full.counts.archive,
    301,
    'the welcome stays beside them',
  );

  await shop.open('chats/accepted');
  await shop.until(async () => (await shop.table.getByRole('row').count()) > 10, 'the table is full');

  await shop.open('settings/sample');
  await remove.click();
  await shop.see(shop.page.getByRole('button', { name: 'Fill in 300 conversations' }), 60_000);
  const empty = await shop.core.call('workspace_get');
  assert.equal(
    empty.counts.new + empty.counts.accepted + empty.counts.archive,
    1,
    'only the welcome is left',
  );
});
