import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type {
  ChatsCountsRequest,
  ChatsPageRequest,
  ConversationId,
  SendRequest,
  TimelineItem,
  TimelineRequest,
} from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import {
  fakeConversation,
  fakeMessage,
  fakePage,
  fakeRoute,
  fakeRow,
  fakeWorkspace,
  NOW,
} from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { commands } from '$/lib/commands.svelte';
import { router } from '$/lib/router.svelte';
import InWindow from '$/shared/InWindow.test.svelte';
import { feed, workspace } from '$/sync';
import Follow from './Follow.test.svelte';

// The whole screen is drawn; a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000 });

const people = ['Ana Souza', 'Lukas Brandt', 'Ivan Petrov'];
let host: FakeHost;
let items: TimelineItem[];
let stop: () => void;
const done = () => ({ operation: 1 });
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);

beforeEach(async () => {
  items = [fakeMessage({ id: 1, text: 'Do you have the table?' })];
  host = new FakeHost({
    workspace_get: () => fakeWorkspace(),
    chats_page: ({ place, offset }: ChatsPageRequest) => ({
      total: people.length,
      offset,
      rows: people.map((client, i) =>
        fakeRow({ id: i + 1, contact_id: i + 1, client, folder: place === 'new' ? 'new' : 'accepted' }),
      ),
    }),
    saved_view_list: () => ({ views: [] }),
    chats_counts: ({ lists }: ChatsCountsRequest) => ({ totals: lists.map(() => 0) }),
    conversation_get: ({ conversation_id }: ConversationId) =>
      fakeConversation({ id: conversation_id, folder: 'new', deal: null, unread: 1 }),
    timeline_page: ({ conversation_id }: TimelineRequest) =>
      fakePage({ items: items.map((item) => ({ ...item, conversation_id })), before: null }),
    route_list: () => ({ routes: [fakeRoute()], preselected: 0 }),
    conversation_read: done,
    conversation_accept: done,
    conversation_archive: done,
    draft_save: done,
    message_send: ({ text }: SendRequest) => {
      items = [...items, fakeMessage({ id: 2, at: NOW, direction: 'out', text, state: 'queued' })];
      return { id: 2, operation: null };
    },
  });
  useHost(host);
  await feed.start();
  workspace.start();
  const unlisten = commands.listen();
  router.go({ view: 'chats', folder: 'new' });
  render(InWindow, { component: Follow as never, attributes: {} });
  await screen.findByText('Ana Souza');
  stop = unlisten;
});
afterEach(() => {
  stop();
  workspace.stop();
  feed.stop();
});

/** UC-19, PO-5 */
it('opens a conversation beside the list and marks it read', async () => {
  await userEvent.click(screen.getByText('Lukas Brandt'));
  expect(router.route).toMatchObject({ conversation: 2 });
  expect(await screen.findByText('Do you have the table?')).toBeTruthy();
  expect(await screen.findByText('Ivan Petrov'), 'the list stays').toBeTruthy();
  await waitFor(() =>
    expect(asked('conversation_read')).toContainEqual({ conversation_id: 2, until_message_id: 1 }),
  );
});

/** UC-20 */
it('accepts and archives from the window', async () => {
  await userEvent.click(screen.getByText('Ana Souza'));
  await userEvent.click(await screen.findByRole('button', { name: 'Accept' }));
  expect(asked('conversation_accept')).toMatchObject([{ conversation_id: 1 }]);
  await userEvent.click(screen.getByRole('button', { name: 'To archive' }));
  expect(asked('conversation_archive')).toMatchObject([{ conversation_id: 1, stage_id: null }]);
});

/** UC-20: whoever has gone elsewhere in the meantime stays there. */
it('shows the next chat after archiving only to whoever is still on it', async () => {
  await userEvent.click(screen.getByText('Ana Souza'));
  await userEvent.click(await screen.findByRole('button', { name: 'To archive' }));
  await waitFor(() => expect(router.route).toMatchObject({ conversation: 2 }));

  let answer: (done: { operation: number }) => void = () => undefined;
  host.answer('conversation_archive', () => new Promise((resolve) => (answer = resolve)));
  await userEvent.click(await screen.findByRole('button', { name: 'To archive' }));
  await userEvent.click(screen.getAllByText('Ana Souza')[0] as HTMLElement);
  await waitFor(() => expect(router.route).toMatchObject({ conversation: 1 }));
  answer({ operation: 2 });
  await new Promise((resolve) => setTimeout(resolve));
  expect(router.route).toMatchObject({ conversation: 1 });
});

/** UC-22 */
it('sends with Ctrl+Enter and shows the reply', async () => {
  await userEvent.click(screen.getByText('Ana Souza'));
  const field = await screen.findByRole('textbox', { name: 'Reply' });
  await userEvent.type(field, 'Yes, in oak.{Control>}{Enter}{/Control}');
  await waitFor(() =>
    expect(asked('message_send')).toMatchObject([
      { conversation_id: 1, text: 'Yes, in oak.', attachment_ids: [] },
    ]),
  );
  expect(await screen.findByRole('article', { name: /from us/ })).toBeTruthy();
  expect(field).toHaveProperty('value', '');
});

it('gives the text back when the core refuses it', async () => {
  host.answer('message_send', () => {
    throw { code: 'internal', params: {}, detail: '' };
  });
  await userEvent.click(screen.getByText('Ana Souza'));
  const field = await screen.findByRole('textbox', { name: 'Reply' });
  await userEvent.type(field, 'Do not lose me{Control>}{Enter}{/Control}');
  await waitFor(() => expect(field).toHaveProperty('value', 'Do not lose me'));
});

it('closes with Escape and goes on with keys', async () => {
  await userEvent.click(screen.getByText('Ana Souza'));
  await screen.findByText('Do you have the table?');
  await userEvent.keyboard('{Shift>}A{/Shift}');
  expect(asked('conversation_accept')).toHaveLength(1);
  await userEvent.keyboard('{Escape}');
  await waitFor(() =>
    expect(router.route).toEqual({ view: 'chats', folder: 'new', conversation: undefined }),
  );
});
