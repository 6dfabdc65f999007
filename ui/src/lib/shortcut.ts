import { parseKeybinding } from 'tinykeys';
import { m } from '../paraglide/messages';

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

const NAMES: Readonly<Record<string, () => string>> = {
  Control: () => m.key_ctrl(),
  Meta: () => '⌘',
  Alt: () => (isMac ? '⌥' : m.key_alt()),
  Shift: () => (isMac ? '⇧' : m.key_shift()),
  Enter: () => '↵',
  Escape: () => m.key_escape(),
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
  ArrowLeft: () => '←',
  ArrowRight: () => '→',
  Space: () => m.key_space(),
  Delete: () => m.key_delete(),
};

/** The keys of a shortcut as they are printed: one list of keys per press. `$mod+k` is `[['Ctrl', 'K']]`. */
export function shortcutKeys(shortcut: string): string[][] {
  return parseKeybinding(shortcut).map(([mods, key]) => {
    const name = String(key);
    // "?" already is a shifted key; printing Shift as well would be wrong on most keyboards.
    const shown = /^[^\p{L}\p{N}]$/u.test(name) ? mods.filter((mod) => mod !== 'Shift') : mods;
    return [...shown, name].map((part) => NAMES[part]?.() ?? (part.length === 1 ? part.toUpperCase() : part));
  });
}

/** The same as one text, for tooltips and `aria-keyshortcuts`. */
export function shortcutText(shortcut: string): string {
  return shortcutKeys(shortcut)
    .map((press) => press.join('+'))
    .join(' ');
}
