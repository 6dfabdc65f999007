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
  /** tinykeys grammar: `$mod+k`, `g c`, `Shift+?`, `e`. The first one is shown. A member may choose others. */
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

/** What an action is, without what it does: enough to list it and to give it another key. */
export type ActionInfo = Omit<Action, 'run' | 'when'>;

/** Keys that a member chose instead of the usual ones, by the id of the action; an empty list is "none". */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

/** How long a sequence of keys may take between two of them (milliseconds); tinykeys' own limit. */
const SEQUENCE_MS = 1000;

/** The one list of actions. Later registrations win a shortcut while their `when` holds. */
export class CommandRegistry {
  /** The key that was pressed just before the one being handled, as the beginning of a sequence. */
  #begun: string | undefined;
  #actions = $state.raw<readonly Action[]>([]);
  #known = $state.raw<ReadonlyMap<string, ActionInfo>>(new Map());
  #own = $state.raw<OwnKeys>({});

  /** Adds actions and returns the way to take them away; in a component: `onMount(() => commands.register(…))`. */
  register(...actions: Action[]): () => void {
    this.#actions = [
      ...this.#actions.filter((old) => !actions.some((action) => action.id === old.id)),
      ...actions,
    ];
    this.declare(...actions);
    return () => (this.#actions = this.#actions.filter((action) => !actions.includes(action)));
  }

  /** Makes actions known before their screen is open: their keys can be looked up and changed from anywhere. */
  declare(...actions: ActionInfo[]): void {
    const fresh = actions.filter((action) => !this.#known.has(action.id));
    if (fresh.length === 0) return;
    this.#known = new Map([
      ...this.#known,
      ...fresh.map(({ id, title, group, shortcuts, icon }): [string, ActionInfo] => [
        id,
        { id, title, group, shortcuts, icon },
      ]),
    ]);
  }
  /** Every action of every screen that is known so far. */
  get known(): readonly ActionInfo[] {
    return [...this.#known.values()];
  }

  /** The keys that the member chose themselves. */
  get own(): OwnKeys {
    return this.#own;
  }
  set own(own: OwnKeys) {
    this.#own = own;
  }
  /** The keys of an action: those the member chose, or the usual ones. */
  keysOf(action: Pick<ActionInfo, 'id' | 'shortcuts'>): readonly string[] {
    return this.#own[action.id] ?? action.shortcuts ?? [];
  }
  /** The key to print on a button that does the same as an action; `undefined`: it has none. */
  key(id: string): string | undefined {
    const action = this.#known.get(id);
    return action && this.keysOf(action)[0];
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
    let own: OwnKeys | undefined;
    let handler: (event: KeyboardEvent) => void = () => {};
    let before: { key: string; at: number } | undefined;
    const onKeydown = (event: Event) => {
      if (known !== this.#actions || own !== this.#own) {
        known = this.#actions;
        own = this.#own;
        handler = createKeybindingsHandler(this.#bindings());
      }
      const { key, timeStamp } = event as KeyboardEvent;
      // "g c" is one command: its second key must not mean what it means alone.
      this.#begun = before && timeStamp - before.at < SEQUENCE_MS ? before.key : undefined;
      handler(event as KeyboardEvent);
      before = { key, at: timeStamp };
    };
    target.addEventListener('keydown', onKeydown);
    return () => target.removeEventListener('keydown', onKeydown);
  }

  #bindings(): Record<string, (event: KeyboardEvent) => void> {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const shortcut of new Set(this.#actions.flatMap((action) => this.keysOf(action)))) {
      const press = (event: KeyboardEvent) => this.#press(shortcut, event);
      bindings[shortcut] = press;
      // "/" needs Shift on a German keyboard, and none on an English one.
      if (/^[^\p{L}\p{N}]$/u.test(shortcut)) bindings[`Shift+${shortcut}`] = press;
    }
    return bindings;
  }

  #press(shortcut: string, event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const sequence = `${this.#begun} ${shortcut}`;
    if (this.#actions.some((action) => this.keysOf(action).includes(sequence))) return;
    if (isTyping(event.target) && (isPlain(shortcut) || isEditing(event))) return;
    const dialog = isOverlaid();
    const action = this.#actions.findLast(
      (candidate) =>
        this.keysOf(candidate).includes(shortcut) && (!dialog || candidate.inDialogs) && allowed(candidate),
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
