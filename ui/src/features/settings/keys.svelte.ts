import { CommandError } from '$/ipc/client';
import { commands, type ActionInfo } from '$/lib/commands.svelte';
import { fold, matches } from '$/lib/fold';
import { groupBy } from '$/lib/group';
import { changeKeys, conflicts, forbidden, overlaps, pressed, resetKeys } from '$/lib/keys.svelte';
import { m } from '$/paraglide/messages';
import { notify, notifyError } from '$/shared/toast';

/** How long a second key of a sequence is waited for (milliseconds): as long as the registry waits for it. */
const NEXT_KEY_MS = 900;

/** A shortcut that was recorded and cannot simply be taken. */
export interface Clash {
  action: ActionInfo;
  shortcut: string;
  /** Whose it is; empty: it belongs to lists and text fields. */
  others: readonly ActionInfo[];
}

/** The keys of every command while a member changes them. */
export class KeyEditor {
  search = $state('');
  #recording = $state.raw<ActionInfo>();
  #presses = $state.raw<readonly string[]>([]);
  #clash = $state.raw<Clash>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Commands under the heading of their group, those that fit the search. */
  get groups(): [string, ActionInfo[]][] {
    const wanted = fold(this.search.trim());
    const found = commands.known.filter((action) => wanted === '' || matches(action.title(), wanted));
    return groupBy(found, (action) => action.group());
  }
  get recording(): ActionInfo | undefined {
    return this.#recording;
  }
  /** What was pressed so far. */
  get presses(): readonly string[] {
    return this.#presses;
  }
  get clash(): Clash | undefined {
    return this.#clash;
  }
  isOwn(action: ActionInfo): boolean {
    return commands.own[action.id] !== undefined;
  }
  get hasOwn(): boolean {
    return Object.keys(commands.own).length > 0;
  }

  record(action: ActionInfo): void {
    this.#clash = undefined;
    this.#presses = [];
    this.#recording = action;
  }
  stop(): void {
    clearTimeout(this.#timer);
    this.#recording = undefined;
    this.#presses = [];
  }
  /** A key while it is recorded. One with Ctrl is a shortcut at once; a letter may be followed by another. */
  press(event: KeyboardEvent): void {
    if (!this.#recording) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return this.stop();
    const press = pressed(event);
    if (press === undefined) return;
    this.#presses = [...this.#presses, press];
    clearTimeout(this.#timer);
    const plain = !/^(\$mod|Alt)\+/.test(press) && press.length === 1;
    if (this.#presses.length === 2 || !plain) void this.finish();
    else this.#timer = setTimeout(() => void this.finish(), NEXT_KEY_MS);
  }
  /** Takes what was pressed, unless it belongs to something else. */
  async finish(): Promise<void> {
    const action = this.#recording;
    const shortcut = this.#presses.join(' ');
    this.stop();
    if (!action || shortcut === '') return;
    const others = conflicts(action, shortcut);
    if (forbidden(shortcut) || others.length > 0) {
      this.#clash = { action, shortcut, others: forbidden(shortcut) ? [] : others };
      return;
    }
    await this.#change({ [action.id]: [shortcut] });
  }
  /** The remedy: the shortcut goes to the command that was recorded, and away from the others. */
  async take(): Promise<void> {
    const { clash } = this;
    if (!clash || clash.others.length === 0) return;
    this.#clash = undefined;
    const freed = clash.others.map((other): [string, string[]] => [
      other.id,
      commands.keysOf(other).filter((keys) => !overlaps(keys, clash.shortcut)),
    ]);
    await this.#change({ ...Object.fromEntries(freed), [clash.action.id]: [clash.shortcut] });
  }
  forget(): void {
    this.#clash = undefined;
  }
  async clear(action: ActionInfo): Promise<void> {
    await this.#change({ [action.id]: [] });
  }
  async reset(action: ActionInfo): Promise<void> {
    await this.#change({ [action.id]: null });
  }
  async resetAll(): Promise<void> {
    await this.#tell(() => resetKeys());
  }

  async #change(changes: Readonly<Record<string, readonly string[] | null>>): Promise<void> {
    await this.#tell(() => changeKeys(changes));
  }
  async #tell(change: () => Promise<void>): Promise<void> {
    const before = commands.own;
    try {
      await change();
      notify(m.keys_changed(), { undo: () => void this.#restore(before) });
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
    }
  }
  async #restore(own: typeof commands.own): Promise<void> {
    const gone = Object.keys(commands.own).filter((id) => own[id] === undefined);
    await changeKeys({ ...Object.fromEntries(gone.map((id) => [id, null])), ...own });
  }
}
