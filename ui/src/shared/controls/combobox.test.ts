import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import Combobox from './Combobox.svelte';

test('whoever leaves without choosing leaves what was chosen', async () => {
  render(Combobox, {
    label: 'Responsible',
    value: 'anna',
    choices: [{ value: 'anna', label: 'Anna Meier' }],
  });
  const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'Responsible' });
  const user = userEvent.setup();
  await user.type(field, 'nobody');
  await user.tab();
  expect(field.value).toBe('Anna Meier');
});

test('a new entry can be made of what was typed', async () => {
  const oncreate = vi.fn();
  render(Combobox, { label: 'Tag', choices: [], oncreate });
  const user = userEvent.setup();
  await user.type(screen.getByRole('combobox', { name: 'Tag' }), 'wholesale');
  await user.keyboard('{Enter}');
  expect(oncreate).toHaveBeenCalledWith('wholesale');
});
