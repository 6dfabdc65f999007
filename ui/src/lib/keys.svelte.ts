import { call } from '../ipc/client';
import { feed } from '../sync';
import { commands, type ActionInfo, type CommandRegistry, type OwnKeys } from './commands.svelte';
import { parseKeybinding } from 'tinykeys';

/** The name of the member's setting that holds their keys. */
const SETTING = 'keys';
/** Keys that lists, fields and dialogs understand by themselves: an action on them would take them away. */
const RESERVED = /^(Tab|Enter|Space| |Escape|Backspace|Delete|Arrow\w+|Home|End|PageUp|PageDown)$/;
/** Keys of a text field with Ctrl or ⌘. */
const EDITING = /^[acvxy]$/i;

/** Reads the member's own keys, now and whenever another window changed them. Returns the way to stop. */
export function followKeys(registry: CommandRegistry = commands): () => void {
  const load = async () => {
    const { value } = await call('member_setting_get', { key: SETTING });
    registry.own = asOwnKeys(value);
  };
  // Without the core the usual keys hold; it is asked again as soon as it says something.
  const quietly = () => void load().catch(() => undefined);
  quietly();
  return feed.on(['member_setting'], quietly);
}

/** Gives an action other keys; `null` are the usual ones again. */
export async function changeKeys(
  changes: Readonly<Record<string, readonly string[] | null>>,
  registry: CommandRegistry = commands,
): Promise<void> {
  const changed = Object.entries({ ...registry.own, ...changes });
  const own = changed.filter((entry): entry is [string, readonly string[]] => entry[1] !== null);
  await save(Object.fromEntries(own), registry);
}

/** All usual keys again. */
export function resetKeys(registry: CommandRegistry = commands): Promise<void> {
  return save({}, registry);
}

async function save(own: OwnKeys, registry: CommandRegistry): Promise<void> {
  const before = registry.own;
  registry.own = own;
  try {
    await call('member_setting_set', { key: SETTING, value: Object.keys(own).length === 0 ? null : own });
  } catch (cause) {
    registry.own = before;
    throw cause;
  }
}

/** What was saved, without what makes no sense: a newer window may have written it. */
function asOwnKeys(value: unknown): OwnKeys {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry[1]) && entry[1].every((key) => typeof key === 'string' && key !== ''),
    ),
  );
}

/** The press of a key as a shortcut writes it; `undefined`: only a modifier so far. */
export function pressed(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) return undefined;
  const sign = /^[^\p{L}\p{N}]$/u.test(event.key);
  const mods = [
    (event.ctrlKey || event.metaKey) && '$mod',
    event.altKey && 'Alt',
    // "?" already is a shifted key, on some keyboards; it is bound with and without.
    event.shiftKey && !sign && 'Shift',
  ].filter((mod) => mod !== false);
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return [...mods, key].join('+');
}

/** Why a shortcut cannot be given to any action; `undefined`: it can. */
export function forbidden(shortcut: string): 'reserved' | undefined {
  return parseKeybinding(shortcut).some(([mods, key]) => {
    const name = String(key);
    const plain = mods.every((mod) => mod === 'Shift');
    return (plain && RESERVED.test(name)) || (mods.length === 1 && !plain && EDITING.test(name));
  })
    ? 'reserved'
    : undefined;
}

/** Actions of the whole window; the others belong to their screen. */
const EVERYWHERE = new Set(['palette', 'help', 'operation', 'pane', 'go', 'theme', 'density', 'search']);
/** Areas that are one screen. */
const SCREEN: Readonly<Record<string, string>> = {
  conversation: 'chats',
  filter: 'chats',
  view: 'chats',
  selection: 'chats',
  deal: 'pipeline',
  board: 'pipeline',
};

function meet(one: ActionInfo, other: ActionInfo): boolean {
  const [a, b] = [one, other].map(({ id }) => id.split('.')[0] ?? '') as [string, string];
  return EVERYWHERE.has(a) || EVERYWHERE.has(b) || (SCREEN[a] ?? a) === (SCREEN[b] ?? b);
}

/**
 * The actions that a shortcut would get in the way of: those on the same screen, or everywhere, with the same keys, or
 * with keys that begin with them (`g` and `g c`).
 */
export function conflicts(
  action: ActionInfo,
  shortcut: string,
  registry: CommandRegistry = commands,
): readonly ActionInfo[] {
  return registry.known.filter(
    (other) =>
      other.id !== action.id &&
      meet(action, other) &&
      registry.keysOf(other).some((keys) => overlaps(keys, shortcut)),
  );
}

/** Whether two shortcuts are the same, or one begins with the other. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [normal(one), normal(other)];
  const shorter = Math.min(a.length, b.length);
  return a.slice(0, shorter).join(' ') === b.slice(0, shorter).join(' ');
}

/** Presses in one spelling: signs without Shift, letters small, modifiers in order. */
function normal(shortcut: string): string[] {
  return parseKeybinding(shortcut).map(([mods, key]) => {
    const name = String(key);
    const sign = /^[^\p{L}\p{N}]$/u.test(name);
    const kept = mods.filter((mod) => !(sign && mod === 'Shift')).sort();
    return [...kept, name.length === 1 ? name.toLowerCase() : name].join('+');
  });
}
