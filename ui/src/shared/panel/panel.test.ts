import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import AmountRow from './AmountRow.svelte';
import LockedStory from './LockedStory.test.svelte';

/** UC-14 */
describe('the amount of a deal', () => {
  it('keeps what is no amount in the field, and takes what is one', async () => {
    const onsave = vi.fn();
    render(AmountRow, { price: null, onsave });
    await userEvent.click(screen.getByRole('button', { name: 'Amount: Add' }));
    await userEvent.keyboard('a lot{Enter}');
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    expect(onsave).not.toHaveBeenCalled();
    await userEvent.clear(screen.getByRole('textbox'));
    await userEvent.keyboard('12,50{Enter}');
    expect(onsave).toHaveBeenCalledExactlyOnceWith({ amount_minor: 1250, currency: 'EUR' });
  });
});

/** CP-3 */
describe('a panel to look at', () => {
  it('shows what is there, offers to change none of it and says why', async () => {
    const { rerender } = render(LockedStory, { why: 'You may look.' });
    for (const name of ['Amount: —', 'Description: —', 'Day: —']) {
      const button = screen.getByRole<HTMLButtonElement>('button', { name });
      expect([button.disabled, button.title], name).toEqual([true, 'You may look.']);
    }
    expect(screen.queryByRole('button', { name: 'Add tag' })).toBeNull();
    await rerender({ why: undefined });
    for (const name of ['Amount: Add', 'Description: Add', 'Day: Add'])
      expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled, name).toBe(false);
    expect(screen.getByRole('button', { name: 'Add tag' })).toBeDefined();
  });
});
