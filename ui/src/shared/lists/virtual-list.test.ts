import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import VirtualListStory from './VirtualListStory.svelte';

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ id: from + i, name: `Customer ${from + i}` }));
const settle = async () => {
  await tick();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => requestAnimationFrame(resolve));
};

beforeEach(() => {
  // Ten rows of 40 px fit.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  // A frame has time for all of them.
  vi.spyOn(performance, 'now').mockReturnValue(0);
});

test('of ten thousand rows only those on screen and a few around exist, and each says its place', async () => {
  render(VirtualListStory, { rows: people(0, 10_000) });
  await settle();
  const options = screen.getAllByRole('option');
  expect(options.length).toBeLessThan(30);
  expect(options[3]?.getAttribute('aria-posinset')).toBe('4');
  expect(options[3]?.getAttribute('aria-setsize')).toBe('10000');
});

test('one row is a tab stop; arrows and j/k move it, Enter opens it', async () => {
  const onopen = vi.fn();
  render(VirtualListStory, { rows: people(0, 100), onopen });
  await settle();
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement?.textContent).toContain('Customer 0');
  await user.keyboard('{ArrowDown}');
  await settle();
  await user.keyboard('j');
  await settle();
  await user.keyboard('k');
  await settle();
  expect(document.activeElement?.textContent).toContain('Customer 1');
  await user.keyboard('{Enter}');
  expect(onopen).toHaveBeenCalledWith({ id: 1, name: 'Customer 1' }, 1);
  await user.keyboard('{End}');
  await settle();
  expect(document.activeElement?.textContent).toContain('Customer 99');
});

test('a row that stays keeps its element when another comes above it', async () => {
  const { rerender } = render(VirtualListStory, { rows: people(1, 50) });
  await settle();
  const before = screen.getByText('Customer 5').closest('[role="option"]');
  await rerender({ rows: people(0, 50) });
  expect(screen.getByText('Customer 5').closest('[role="option"]')).toBe(before);
});

test('whoever reads further down keeps their place when chats come in above', async () => {
  const { rerender } = render(VirtualListStory, { rows: people(10, 500) });
  const list = screen.getByRole('listbox');
  list.scrollTop = 4000;
  list.dispatchEvent(new Event('scroll'));
  await settle();
  await rerender({ rows: people(5, 500) });
  await settle();
  expect(list.scrollTop, 'five rows of 40 px came in above').toBe(4200);
});

test('one chat that jumps to the top does not take the view along', async () => {
  const rows = people(0, 500);
  const { rerender } = render(VirtualListStory, { rows });
  const list = screen.getByRole('listbox');
  list.scrollTop = 4000;
  list.dispatchEvent(new Event('scroll'));
  await settle();
  const jumper = rows[105];
  await rerender({ rows: [...(jumper ? [jumper] : []), ...rows.filter((row) => row !== jumper)] });
  await settle();
  expect(Math.abs(list.scrollTop - 4000)).toBeLessThanOrEqual(40);
});

test('a row that comes takes over the element of one that went', async () => {
  render(VirtualListStory, { rows: people(0, 500) });
  await settle();
  const list = screen.getByRole('listbox');
  const before = new Set(screen.getAllByRole('option'));
  list.scrollTop = 8000;
  list.dispatchEvent(new Event('scroll'));
  await settle();
  expect(screen.getByText('Customer 200').closest('[role="option"]')).toSatisfy((row) => before.has(row));
  expect(screen.queryByText('Customer 5'), 'what was parked does not stay').toBeNull();
});

test('the focus goes with its row, not to the one that takes its place', async () => {
  const { rerender } = render(VirtualListStory, { rows: people(0, 500) });
  await settle();
  screen.getByText('Customer 3').closest<HTMLElement>('[role="option"]')?.focus();
  await rerender({ rows: people(0, 500).filter(({ id }) => id !== 3) });
  await settle();
  expect(document.activeElement).toBe(document.body);
});
