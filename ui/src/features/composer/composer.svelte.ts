import type { Attachment, Draft, Later, Limits } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { channelLook } from '$/shared/display/channels';
import { StagingArea, type Fresh, type Staging } from '$/shared/writing/staging.svelte';

/** A pause in typing after which the draft is saved (milliseconds). */
export const SAVE_AFTER_MS = 300;
/** Notes stay here: only the core's own limit holds (bytes). */
const LARGEST_NOTE_FILE = 25 * 1024 * 1024;

export type Mode = 'reply' | 'note';

export interface Submitted {
  mode: Mode;
  text: string;
  files: readonly Attachment[];
  /** Send it although something still stands between double braces. */
  asWritten?: boolean;
  /** When; nothing: after the undo-send window. */
  later?: Later;
}

/** What has to be known of a conversation to write in it. */
export interface Desk {
  id: number;
  draft_reply: Draft;
  draft_note: Draft;
  /** Names the channel whose limits these are. */
  channel: string;
  limits: Limits | null;
}

interface Sheet {
  text: string;
  files: readonly Attachment[];
}

const EMPTY: Sheet = { text: '', files: [] };

/**
 * What a person is writing to one conversation, a reply and a note beside each other. It is saved while they
 * write and comes back when the conversation is opened again, also after a crash.
 */
export class Composer {
  #mode = $state<Mode>('reply');
  #sheets = $state.raw<Record<Mode, Sheet>>({ reply: EMPTY, note: EMPTY });
  readonly #staging = new StagingArea();
  #desk = $state.raw<Desk>();
  #saveFailed = $state(false);
  #conversation = $state.raw<number>();
  #unsaved = new Set<Mode>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get mode(): Mode {
    return this.#mode;
  }
  set mode(mode: Mode) {
    this.#mode = mode;
  }
  get text(): string {
    return this.#sheets[this.#mode].text;
  }
  set text(text: string) {
    this.#write(this.#mode, { ...this.#sheets[this.#mode], text });
  }
  get files(): readonly Attachment[] {
    return this.#sheets[this.#mode].files;
  }
  get staging(): readonly Staging[] {
    return this.#staging.files;
  }
  /** Characters that the channel takes in one message; a note may be as long as it likes. */
  get longest(): number {
    return this.#mode === 'note' ? Infinity : (this.#desk?.limits?.max_text ?? Infinity);
  }
  /** Characters as the core counts them. */
  get length(): number {
    return [...this.text.trim()].length;
  }
  /** The last draft is not on disk: the text is only here. */
  get saveFailed(): boolean {
    return this.#saveFailed;
  }
  get busy(): boolean {
    return this.#staging.busy;
  }
  get empty(): boolean {
    return this.text.trim() === '' && this.files.length === 0;
  }
  /** Something of this kind is written here. */
  has(mode: Mode): boolean {
    return this.#sheets[mode].text.trim() !== '' || this.#sheets[mode].files.length > 0;
  }

  /** Turns to a conversation; the same one again changes nothing, for what is typed is ahead of what is saved. */
  open(desk: Desk): void {
    this.#desk = desk;
    if (desk.id === this.#conversation) return;
    void this.save();
    this.#conversation = desk.id;
    this.#sheets = { reply: sheet(desk.draft_reply), note: sheet(desk.draft_note) };
    this.#staging.clear();
    this.#saveFailed = false;
    this.#mode = !this.has('reply') && this.has('note') ? 'note' : 'reply';
  }

  /** Writes what is not on disk yet; called in pauses, on leaving the field and on leaving the conversation. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    const conversation_id = this.#conversation;
    if (conversation_id === undefined) return;
    const modes = [...this.#unsaved];
    this.#unsaved.clear();
    const sheets = this.#sheets;
    for (const mode of modes) {
      const { text, files } = sheets[mode];
      try {
        const attachment_ids = files.map((file) => file.id);
        await call('draft_save', { conversation_id, note: mode === 'note', text, attachment_ids });
        this.#saveFailed = false;
      } catch (cause) {
        if (!(cause instanceof CommandError)) throw cause;
        // It stays in the field and is tried again with the next word.
        this.#unsaved.add(mode);
        this.#saveFailed = true;
      }
    }
  }

  /** Hands over what is written and empties the field at once; `false` from `deliver` brings it back. */
  async submit(
    deliver: (what: Submitted) => Promise<boolean>,
    how: Pick<Submitted, 'asWritten' | 'later'> = {},
  ): Promise<boolean> {
    if (this.empty || this.busy || this.length > this.longest) return false;
    const mode = this.#mode;
    const conversation = this.#conversation;
    const { text, files } = this.#sheets[mode];
    this.#write(mode, EMPTY, false);
    const taken = await deliver({ mode, text: text.trim(), files, ...how });
    if (taken) {
      this.#write(mode, this.#sheets[mode], true, conversation);
      return true;
    }
    if (conversation === this.#conversation) this.restore(text, files, mode);
    return false;
  }

  /** Puts a text back, before whatever was written in the meantime. */
  restore(text: string, files: readonly Attachment[] = [], mode: Mode = 'reply'): void {
    const now = this.#sheets[mode];
    const joined = now.text.trim() === '' ? text : `${text}\n\n${now.text}`;
    this.#write(mode, { text: joined, files: [...files, ...now.files] });
  }

  /** Takes a file along, if the channel does. */
  async attach(file: Fresh, mode: Mode = this.#mode): Promise<void> {
    const conversation = this.#conversation;
    const desk = this.#desk;
    const bytes = mode === 'note' ? LARGEST_NOTE_FILE : (desk?.limits?.max_file ?? LARGEST_NOTE_FILE);
    const attachment = await this.#staging.stage(file, {
      bytes,
      channel: channelLook(desk?.channel ?? '').name(),
    });
    if (!attachment || conversation !== this.#conversation) return;
    this.add([attachment], mode);
  }
  /** Takes files along that the core has already. */
  add(files: readonly Attachment[], mode: Mode = this.#mode): void {
    const sheet = this.#sheets[mode];
    this.#write(mode, { ...sheet, files: [...sheet.files, ...files] });
  }
  detach(id: number): void {
    const sheet = this.#sheets[this.#mode];
    this.#write(this.#mode, { ...sheet, files: sheet.files.filter((file) => file.id !== id) });
  }
  dismiss(turn: number): void {
    this.#staging.dismiss(turn);
  }

  #write(mode: Mode, sheet: Sheet, save = true, conversation = this.#conversation): void {
    if (conversation !== this.#conversation) return;
    this.#sheets = { ...this.#sheets, [mode]: sheet };
    if (!save) return;
    this.#unsaved.add(mode);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }
}

function sheet(draft: Draft): Sheet {
  return { text: draft.text, files: draft.attachments };
}
