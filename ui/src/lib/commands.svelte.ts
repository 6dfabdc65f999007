import type { Component } from 'svelte';
import { createKeybindingsHandler, parseKeybinding } from 'tinykeys';

/** Everything a person can do by menu, key or palette is one of these. */
export interface Action {
  /** `area.verb`, stable: tests and settings name it. */
  id: string;
  /** A message function, so that the language is read when it is shown. */
  title: () => string;
  /** The heading under which the palette and the shortcut sheet list it. */
  group: () => string;
  /** tinykeys grammar: `$mod+k`, `g c`, `Shift+?`, `e`. The first one is shown. */
  shortcuts?: readonly string[];
  icon?: Component;
  /** Offered only while this holds; read at the moment of use. */
  when?: () => boolean;
  run: () => void;
  /** Works while a dialog is open, too. */
  inDialogs?: boolean;
  /** Kept out of the palette, e.g. for "open palette" itself. */
  hidden?: boolean;
}

/** The one list of actions. Later registrations win a shortcut while their `when` holds. */
export class CommandRegistry {
  #actions = $state.raw<readonly Action[]>([]);

  /** Adds actions and returns the way to take them away; in a component: `onMount(() => commands.register(…))`. */
  register(...actions: Action[]): () => void {
    this.#actions = [
      ...this.#actions.filter((old) => !actions.some((action) => action.id === old.id)),
      ...actions,
    ];
    return () => (this.#actions = this.#actions.filter((action) => !actions.includes(action)));
  }

  get all(): readonly Action[] {
    return this.#actions;
  }

  /** What can be done right now. */
  get available(): readonly Action[] {
    return this.#actions.filter(allowed);
  }

  find(id: string): Action | undefined {
    return this.#actions.find((action) => action.id === id);
  }

  /** Runs an action by name; `false` when there is none or it is not allowed now. */
  run(id: string): boolean {
    const action = this.find(id);
    if (!action || !allowed(action)) return false;
    action.run();
    return true;
  }

  /** Listens for shortcuts until the returned function is called. */
  listen(target: Window | HTMLElement = window): () => void {
    let known: readonly Action[] | undefined;
    let handler: (event: KeyboardEvent) => void = () => {};
    const onKeydown = (event: Event) => {
      if (known !== this.#actions) {
        known = this.#actions;
        handler = createKeybindingsHandler(this.#bindings());
      }
      handler(event as KeyboardEvent);
    };
    target.addEventListener('keydown', onKeydown);
    return () => target.removeEventListener('keydown', onKeydown);
  }

  #bindings(): Record<string, (event: KeyboardEvent) => void> {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const shortcut of new Set(this.#actions.flatMap((action) => action.shortcuts ?? []))) {
      const press = (event: KeyboardEvent) => this.#press(shortcut, event);
      bindings[shortcut] = press;
      // "/" needs Shift on a German keyboard, and none on an English one.
      if (/^[^\p{L}\p{N}]$/u.test(shortcut)) bindings[`Shift+${shortcut}`] = press;
    }
    return bindings;
  }

  #press(shortcut: string, event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (isTyping(event.target) && (isPlain(shortcut) || isEditing(event))) return;
    const dialog = isOverlaid();
    const action = this.#actions.findLast(
      (candidate) =>
        candidate.shortcuts?.includes(shortcut) && (!dialog || candidate.inDialogs) && allowed(candidate),
    );
    if (!action) return;
    event.preventDefault();
    action.run();
  }
}

function allowed(action: Action): boolean {
  return action.when?.() ?? true;
}

/** Made of keys that write characters: must never act while somebody types. */
export function isPlain(shortcut: string): boolean {
  return parseKeybinding(shortcut).some(
    ([mods, key]) =>
      mods.every((mod) => mod === 'Shift') && typeof key === 'string' && !/^(F\d+|Escape)$/.test(key),
  );
}

/** The text field's own keys: undo, redo, select all, cut, copy, paste. */
function isEditing(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && /^[zyacxv]$/i.test(event.key);
}

/** The focus is somewhere a key writes or chooses. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select, [role="combobox"], [role="menuitem"]'))
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}

function isOverlaid(): boolean {
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null
  );
}

export const commands = new CommandRegistry();
