import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { StarsExplanation } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { formatDuration } from '$/lib/format';
import Stars from './Stars.svelte';
import { levelRule, nextStar } from './stars';

const explained: StarsExplanation = {
  stars: 3,
  sent: 12,
  received: 9,
  interactions: 8,
  same_day: 6,
  within_2h: 5,
  within_30m: 2,
  opened_by: 'in',
  reachable: true,
  median_ms: 3_600_000,
  ninetieth_ms: 5_400_000,
  next_stars: 4,
  missing: 22,
};

/** PO-13, PO-14 */
describe('stars', () => {
  it('opens an explanation with counts, the 90th percentile and what brings the next star', async () => {
    const host = new FakeHost({ stars_explain: () => explained });
    useHost(host);
    render(Stars, { contactId: 7, stars: 3 });
    expect(host.asked).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /3 of 5 stars/ }));
    expect(await screen.findByText('Low engagement')).toBeTruthy();
    expect(host.asked[0]?.request).toEqual({ contact_id: 7 });
    expect(screen.getByText(formatDuration(5_400_000))).toBeTruthy();
    expect(screen.getByText(/22 more/)).toBeTruthy();
  });
  it('says when it is the address that keeps a star away', () => {
    const nobody = {
      ...explained,
      stars: 0,
      sent: 1,
      received: 0,
      reachable: false,
      next_stars: 1,
      missing: 0,
    };
    expect(levelRule(nobody)).toMatch(/address/);
    expect(nextStar(nobody)).toMatch(/address/);
  });
});
