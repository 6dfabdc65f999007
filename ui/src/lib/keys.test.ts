import { expect, test } from 'vitest';
import { useHost } from '../ipc/client';
import { FakeHost } from '../ipc/host.fake';
import { CommandRegistry, type Action } from './commands.svelte';
import { changeKeys, conflicts, forbidden, pressed, resetKeys } from './keys.svelte';

function action(id: string, ...shortcuts: string[]): Action {
  return { id, title: () => id, group: () => 'Chats', shortcuts, run: () => undefined };
}
function aRegistry(): CommandRegistry {
  const registry = new CommandRegistry();
  registry.register(
    action('go.chats', 'g c'),
    action('operation.undo', 'z', '$mod+z'),
    action('conversation.archive', 'e'),
    action('chats.next', 'j'),
    action('trigger.add', 'c'),
  );
  return registry;
}
const archive = action('conversation.archive', 'e');

test('a press becomes a shortcut', () => {
  const press = (key: string, part: Partial<KeyboardEvent> = {}) =>
    pressed({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part });
  expect(press('E', { shiftKey: true })).toBe('Shift+e');
  expect(press('k', { ctrlKey: true })).toBe('$mod+k');
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('Shift', { shiftKey: true })).toBeUndefined();
});

test('keys that get in each other’s way are named', () => {
  const registry = aRegistry();
  const names = (shortcut: string) => conflicts(archive, shortcut, registry).map(({ id }) => id);
  expect(names('j'), 'the same screen').toEqual(['chats.next']);
  expect(names('z'), 'the whole window').toEqual(['operation.undo']);
  expect(names('g'), 'the beginning of two keys').toEqual(['go.chats']);
  expect(names('c'), 'another screen').toEqual([]);
  expect(names('e'), 'its own').toEqual([]);
});

test('keys of lists and text fields cannot be taken', () => {
  expect(['Tab', 'Enter', 'ArrowDown', '$mod+c', 'Escape'].map(forbidden)).toEqual(Array(5).fill('reserved'));
  expect(['y', '$mod+Enter', 'F9', '$mod+Shift+a'].map(forbidden)).toEqual(Array(4).fill(undefined));
});

test('own keys are kept with the member, and taken back when the core refuses', async () => {
  const registry = aRegistry();
  const host = new FakeHost({ member_setting_set: () => ({ operation: null }) });
  useHost(host);
  await changeKeys({ 'conversation.archive': ['y'] }, registry);
  expect(registry.keysOf(archive)).toEqual(['y']);
  expect(registry.key('conversation.archive')).toBe('y');
  expect(host.asked.at(-1)?.request).toEqual({ key: 'keys', value: { 'conversation.archive': ['y'] } });
  await resetKeys(registry);
  expect(registry.keysOf(archive)).toEqual(['e']);
  host.answer('member_setting_set', () => {
    throw { code: 'internal', params: {} };
  });
  await expect(changeKeys({ 'chats.next': ['n'] }, registry)).rejects.toThrow();
  expect(registry.keysOf(action('chats.next', 'j'))).toEqual(['j']);
});
