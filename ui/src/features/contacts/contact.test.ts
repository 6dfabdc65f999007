import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useHost } from '$/ipc/client';
import { fakeConversation, fakeWorkspace } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { workspace } from '$/sync';
import InlineEdit from '$/shared/controls/InlineEdit.svelte';
import { ContactSheet } from './contact.svelte';
import { languageChoices } from './languages';

let host: FakeHost;
const asked = (command: string) =>
  host.asked.filter((call) => call.command === command).map((call) => call.request);
const done = () => ({ operation: 1 });

beforeEach(async () => {
  host = new FakeHost({
    workspace_get: () => fakeWorkspace(),
    conversation_tags_change: done,
    contact_update: done,
    deal_price_set: done,
  });
  useHost(host);
  workspace.start();
  flushSync();
  await vi.waitFor(() => expect(workspace.data).toBeDefined());
});
afterEach(() => workspace.stop());

/** PO-6 */
describe('ContactSheet', () => {
  it('changes one field and leaves the others as they are', () => {
    new ContactSheet(() => fakeConversation()).update({ company: 'Wolkenstein' });
    expect(asked('contact_update')).toEqual([
      {
        contact_id: 1,
        custom_name: null,
        full_name: null,
        nickname: null,
        company: 'Wolkenstein',
        language: null,
        comment: null,
        preferred_channel: null,
      },
    ]);
  });
  it('takes a tag that exists in another spelling instead of making a second one', () => {
    new ContactSheet(() => fakeConversation({ tag_ids: [] })).addTag(' Wholesale ');
    expect(asked('conversation_tags_change')).toMatchObject([{ add: ['wholesale'] }]);
  });
  it('does not add a tag twice', () => {
    new ContactSheet(() => fakeConversation({ tag_ids: [1] })).addTag('Stammkunde');
    expect(asked('conversation_tags_change')).toEqual([]);
  });
});

it('offers a language that is set even when it is a rare one', () => {
  expect(languageChoices('mt').map((choice) => choice.value)).toContain('mt');
});

describe('InlineEdit', () => {
  const onsave = vi.fn();
  beforeEach(() => {
    onsave.mockReset();
    render(InlineEdit, { label: 'Name', value: 'Ana', onsave });
  });
  const edit = async (keys: string) => {
    await userEvent.click(screen.getByRole('button', { name: 'Name: Ana' }));
    await userEvent.keyboard(keys);
  };

  it('saves with Enter and gives the focus back', async () => {
    await edit('Ana Souza{Enter}');
    expect(onsave).toHaveBeenCalledExactlyOnceWith('Ana Souza');
    expect(document.activeElement).toBe(screen.getByRole('button'));
  });
  it('saves on leaving', async () => {
    await edit('Ana B.');
    await userEvent.tab();
    expect(onsave).toHaveBeenCalledWith('Ana B.');
  });
  it('keeps the old name with Escape', async () => {
    await edit('Wrong{Escape}');
    expect(onsave).not.toHaveBeenCalled();
  });
  it('saves nothing when nothing changed', async () => {
    await edit('{Enter}');
    expect(onsave).not.toHaveBeenCalled();
  });
  it('stays open on what cannot be saved', async () => {
    onsave.mockReturnValue(false);
    await edit('?{Enter}');
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  });
});
