import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, it } from 'vitest';
import LazyView from './LazyView.svelte';

it('says that a view could not be fetched, and fetches it again', async () => {
  let tries = 0;
  render(LazyView<string>, {
    load: () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('gone')) : Promise.resolve({ default: 'The board' });
    },
    children: createRawSnippet<[string]>((view) => ({ render: () => `<p>${view()}</p>` })),
  });
  expect((await screen.findByRole('alert')).textContent).toContain('gone');
  await userEvent.click(screen.getByRole('button'));
  expect(await screen.findByText('The board')).toBeTruthy();
});
