import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandRegistry, type Action } from './commands.svelte';

let registry: CommandRegistry;
let ran: string[];
let stop: () => void;

beforeEach(() => {
  registry = new CommandRegistry();
  ran = [];
  stop = registry.listen();
});
afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

function action(id: string, part: Partial<Action> = {}): Action {
  return { id, title: () => id, group: () => 'Chats', run: () => ran.push(id), ...part };
}
function press(
  key: string,
  part: KeyboardEventInit = {},
  target: EventTarget = document.body,
): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...part });
  target.dispatchEvent(event);
  return event;
}

test('a key runs its action and nothing else', () => {
  registry.register(action('chat.close', { shortcuts: ['e'] }));
  expect(press('e').defaultPrevented).toBe(true);
  expect(press('f').defaultPrevented).toBe(false);
  expect(ran).toEqual(['chat.close']);
});

test('letters are letters while somebody types; Ctrl+K still works, Ctrl+Z is the field’s', () => {
  registry.register(
    action('chat.close', { shortcuts: ['e'] }),
    action('palette.open', { shortcuts: ['$mod+k'] }),
    action('operation.undo', { shortcuts: ['$mod+z'] }),
  );
  const field = document.body.appendChild(document.createElement('textarea'));
  expect(press('e', {}, field).defaultPrevented).toBe(false);
  press('z', { ctrlKey: true }, field);
  press('k', { ctrlKey: true }, field);
  expect(ran).toEqual(['palette.open']);
});

test('two keys in a row go places', () => {
  registry.register(action('go.pipeline', { shortcuts: ['g p'] }));
  press('g');
  press('p');
  expect(ran).toEqual(['go.pipeline']);
});

test('the screen in front wins a key while it may', () => {
  let open = true;
  registry.register(action('list.search', { shortcuts: ['/'] }));
  registry.register(action('chat.search', { shortcuts: ['/'], when: () => open }));
  press('/');
  open = false;
  press('/', { shiftKey: true });
  expect(ran, 'a German keyboard writes "/" with Shift').toEqual(['chat.search', 'list.search']);
});

test('nothing acts behind an open dialog but what says so', () => {
  document.body.innerHTML = '<div role="dialog" data-state="open"></div>';
  registry.register(action('chat.close', { shortcuts: ['e'] }));
  registry.register(action('dialog.save', { shortcuts: ['$mod+Enter'], inDialogs: true }));
  press('e');
  press('Enter', { ctrlKey: true });
  expect(ran).toEqual(['dialog.save']);
});

test('what a component registered goes with it', () => {
  const leave = registry.register(action('chat.close', { shortcuts: ['e'] }));
  leave();
  press('e');
  expect(ran).toEqual([]);
  expect(registry.run('chat.close')).toBe(false);
});

test('the palette offers only what can be done now', () => {
  registry.register(action('a'), action('b', { when: () => false }));
  expect(registry.available.map(({ id }) => id)).toEqual(['a']);
});
