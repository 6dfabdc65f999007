import { beforeEach, expect, it, vi } from 'vitest';
import { useHost } from '$/ipc/client';
import { fakeConversation } from '$/ipc/fake-data';
import { FakeHost } from '$/ipc/host.fake';
import { Composer, SAVE_AFTER_MS, type Submitted } from './composer.svelte';

let host: FakeHost;
let composer: Composer;
const saved = () =>
  host.asked.filter((asked) => asked.command === 'draft_save').map((asked) => asked.request);

beforeEach(() => {
  vi.useFakeTimers();
  host = new FakeHost({ draft_save: () => ({ operation: null }) });
  useHost(host);
  composer = new Composer();
  composer.open(fakeConversation({ id: 1 }));
  return () => vi.useRealTimers();
});

it('saves a pause after the last key, not every key', async () => {
  composer.text = 'Gu';
  await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
  composer.text = 'Guten Tag';
  await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
  expect(saved()).toEqual([{ conversation_id: 1, note: false, text: 'Guten Tag', attachment_ids: [] }]);
});

it('brings a draft back and keeps reply and note apart', () => {
  const draft_reply = { text: 'half a reply', attachments: [] };
  composer.open(
    fakeConversation({ id: 2, draft_reply, draft_note: { text: 'half a note', attachments: [] } }),
  );
  expect(composer.text).toBe('half a reply');
  composer.mode = 'note';
  expect(composer.text).toBe('half a note');
});

it('does not let a refresh of the conversation overwrite what is being typed', () => {
  composer.text = 'still typing';
  composer.open(fakeConversation({ id: 1, draft_reply: { text: 'old', attachments: [] } }));
  expect(composer.text).toBe('still typing');
});

it('saves what was typed when another conversation is opened', async () => {
  composer.text = 'for Ana';
  composer.open(fakeConversation({ id: 2 }));
  await vi.advanceTimersByTimeAsync(0);
  expect(saved()).toEqual([{ conversation_id: 1, note: false, text: 'for Ana', attachment_ids: [] }]);
});

it('keeps the text and says so when the draft cannot be saved', async () => {
  host.answer('draft_save', () => {
    throw { code: 'internal', params: {}, detail: '' };
  });
  composer.text = 'important';
  await composer.save();
  expect(composer.saveFailed).toBe(true);
  expect(composer.text).toBe('important');
  host.answer('draft_save', () => ({ operation: null }));
  await composer.save();
  expect(composer.saveFailed, 'the next save takes it along').toBe(false);
});

it('empties at once on sending', async () => {
  composer.text = ' Bis Donnerstag! ';
  const taken: Submitted[] = [];
  const sending = composer.submit(async (what) => {
    taken.push(what);
    return true;
  });
  expect(composer.text).toBe('');
  expect(await sending).toBe(true);
  expect(taken).toMatchObject([{ mode: 'reply', text: 'Bis Donnerstag!' }]);
});

it('never loses a text that could not be sent, nor what was typed meanwhile', async () => {
  composer.text = 'first';
  let refuse: (taken: boolean) => void = () => {};
  const sending = composer.submit(() => new Promise<boolean>((resolve) => (refuse = resolve)));
  composer.text = 'second';
  refuse(false);
  await sending;
  expect(composer.text).toBe('first\n\nsecond');
});

it('refuses a file that the channel does not take before reading it, and names the channel', async () => {
  const bytes = vi.fn();
  composer.open(fakeConversation({ id: 1, limits: { max_text: 10, max_file: 1_000_000 } }));
  await composer.attach({ name: 'film.mp4', mime: 'video/mp4', size: 1_000_001, bytes });
  expect(bytes).not.toHaveBeenCalled();
  expect(composer.staging[0]?.error).toMatch(/Mail.*1 MB/);
  expect(composer.busy, 'it holds nothing up').toBe(false);
});

it('does not send what the channel would cut', async () => {
  composer.open(fakeConversation({ id: 1, limits: { max_text: 10, max_file: 1_000_000 } }));
  composer.text = '👍'.repeat(11);
  expect([composer.length, composer.longest]).toEqual([11, 10]);
  const deliver = vi.fn();
  expect(await composer.submit(deliver)).toBe(false);
  expect(deliver).not.toHaveBeenCalled();
  composer.mode = 'note';
  expect(composer.longest, 'a note leaves by no channel').toBe(Infinity);
});

it('gives a note files of its own', async () => {
  const attachment = { id: 8, name: 'sketch.png', mime: 'image/png', size: 10 };
  host.answer('attachment_stage', () => attachment);
  composer.mode = 'note';
  await composer.attach({ name: 'sketch.png', mime: 'image/png', size: 10, bytes: async () => 'AAAA' });
  expect(composer.files).toEqual([attachment]);
  composer.mode = 'reply';
  expect(composer.files).toEqual([]);
});

it('adds a staged file to the reply and to its draft', async () => {
  const attachment = { id: 7, name: 'a.pdf', mime: 'application/pdf', size: 10 };
  host.answer('attachment_stage', () => attachment);
  await composer.attach({ name: 'a.pdf', mime: 'application/pdf', size: 10, bytes: async () => 'AAAA' });
  expect(composer.files).toEqual([attachment]);
  await composer.save();
  expect(saved().at(-1)).toMatchObject({ attachment_ids: [7] });
});
