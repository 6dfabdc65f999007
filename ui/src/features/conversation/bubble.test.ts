import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Message } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { fakeMessage } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import InWindow from '$/shared/InWindow.test.svelte';
import Bubble from './Bubble.svelte';
import { openQuestion } from './link-question.svelte';
import Note from './Note.svelte';

let host: FakeHost;
const onact = vi.fn();
const show = (part: Partial<Message>) =>
  render(InWindow, {
    component: Bubble as never,
    attributes: {
      message: fakeMessage(part),
      client: 'Ana',
      source: undefined,
      ends: true,
      onact,
      onview: vi.fn(),
    },
  });

beforeEach(() => {
  onact.mockClear();
  host = new FakeHost({
    message_html: () => ({ document: '<p>designed</p>', blocked_images: 2 }),
  });
  useHost(host);
});

it('marks a note as ours alone, and lets only its writer change it', async () => {
  const attributes = { onpin: vi.fn(), onedit: vi.fn(), ondelete: vi.fn(), onview: vi.fn() };
  const note = fakeMessage({ direction: 'note', text: 'Gets 5 %', member_id: 2 });
  render(InWindow, { component: Note as never, attributes: { note, ...attributes } });
  expect(screen.getByRole('article', { name: /only for us/ })).toHaveProperty('tagName', 'ARTICLE');
  await userEvent.click(screen.getByRole('button', { name: 'More about this note' }));
  expect(await screen.findByText('Pin to the top')).toBeTruthy();
  expect(screen.queryByText('Delete note')).toBeNull();
});

it('hides what was deleted until it is asked for', async () => {
  show({ text: 'Oops', deleted_at: 1 });
  expect(screen.queryByText('Oops')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show it' }));
  expect(screen.getByText('Oops')).toBeTruthy();
});

it('folds what was quoted until it is asked for', async () => {
  show({ text: 'Yes!', quoted: 'Do you have it?' });
  expect(screen.queryByText('Do you have it?')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show quoted text' }));
  expect(screen.getByText('Do you have it?')).toBeTruthy();
});

it('shows a designed mail without scripts, and pictures of the network only on demand', async () => {
  show({ text: '', has_html: true });
  const frame = await screen.findByTitle<HTMLIFrameElement>(/Ana/);
  expect(frame.getAttribute('sandbox')).not.toMatch(/allow-scripts|allow-popups|allow-forms|allow-top/);
  expect(host.asked).toMatchObject([{ request: { remote_images: false } }]);
  await userEvent.click(screen.getByRole('button', { name: 'Load' }));
  expect(host.asked.at(-1)).toMatchObject({ command: 'message_html', request: { remote_images: true } });
});

it('never renders markup of a message in the window itself', () => {
  show({ text: '<img src=x onerror=alert(1)>' });
  expect(document.querySelector('img')).toBeNull();
  expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeTruthy();
});

it('asks what to do about a message of unknown fate', async () => {
  show({ direction: 'out', state: 'unknown' });
  await userEvent.click(screen.getByRole('button', { name: 'I see it was sent' }));
  await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
  expect(onact.mock.calls.map(([act]) => act)).toEqual(['confirm_sent', 'send_again']);
});

it('asks before an address is opened outside', async () => {
  show({ text: 'https://shop.example' });
  await userEvent.click(screen.getByRole('link'));
  expect(host.opened).toEqual([]);
  expect(openQuestion()?.host).toBe('shop.example');
});
