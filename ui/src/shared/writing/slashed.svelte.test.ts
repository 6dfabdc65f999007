import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Template } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { SlashedText } from './slashed.svelte';

const template = { id: 3, name: 'Delivery', body: 'It comes on {{day}}.' } as Template;
const key = (name: string) => new KeyboardEvent('keydown', { key: name, cancelable: true });

let host: FakeHost;
let area: HTMLTextAreaElement;
let text: string;
let conversation: number;
let files: number;
let slashed: SlashedText;

beforeEach(() => {
  host = new FakeHost({
    template_preview: () => ({ parts: [], questions: [] }),
    template_insert: () => ({ text: 'It comes on {{day}}.', attachments: [{ id: 1 }] }),
  });
  useHost(host);
  area = document.body.appendChild(document.createElement('textarea'));
  [text, conversation, files] = ['', 12, 0];
  slashed = new SlashedText({
    text: () => text,
    write: (written) => {
      text = written;
      area.value = written;
    },
    reader: () => ({ conversation }),
    onfiles: (added) => (files += added.length),
    stays: (reader) => reader.conversation === conversation,
  });
  slashed.area = area;
});
afterEach(() => area.remove());

function type(written: string): void {
  text = area.value = written;
  area.setSelectionRange(written.length, written.length);
  slashed.look();
}

it('offers templates behind a slash, and not again behind one that was left', () => {
  type('Hello /del');
  expect(slashed.offered?.question).toBe('del');
  expect(slashed.key(key('Escape')), 'the key was meant for the templates').toBe(true);
  type('Hello /deli');
  expect(slashed.offered).toBeUndefined();
  type('Hello /deli or /');
  expect(slashed.offered?.question, 'that is another one').toBe('');
});

it('puts a template in place of the slash and marks what is to be filled in', async () => {
  type('Hello /del');
  await slashed.pick(template);
  expect(text).toBe('Hello It comes on {{day}}.');
  expect(text.slice(area.selectionStart, area.selectionEnd)).toBe('{{day}}');
  expect([files, slashed.offered]).toEqual([1, undefined]);
});

it('asks first what the template has to know', async () => {
  host.answer('template_preview', () => ({ parts: [], questions: [{ name: 'day' }] }));
  type('/');
  await slashed.pick(template);
  expect([text, slashed.asking?.template.id]).toEqual(['/', 3]);
  host.answer('template_insert', () => ({ text: 'It comes on Monday.', attachments: [] }));
  await slashed.answer([{ name: 'day', value: 'Monday' }]);
  expect([text, slashed.asking]).toEqual(['It comes on Monday.', undefined]);
});

it('leaves the text of another customer alone who was opened meanwhile', async () => {
  type('/');
  host.answer('template_insert', () => {
    conversation = 13;
    return { text: 'It comes on Monday.', attachments: [] };
  });
  await slashed.pick(template);
  expect([text, files]).toEqual(['/', 0]);
});

it('begins a word of its own for the button', async () => {
  type('Hello');
  await slashed.open();
  expect(text).toBe('Hello /');
  await vi.waitFor(() => expect(slashed.offered?.question).toBe(''));
});
