import type { Attachment, Draft } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { wordError } from '$/lib/errors';
import { m } from '$/paraglide/messages';

/** A pause in typing after which the draft is saved (milliseconds). */
export const SAVE_AFTER_MS = 300;
/** Mail servers commonly refuse more than 25 MB with encoding; larger files are refused before they are read (bytes). */
export const LARGEST_FILE = 18_000_000;

export type Mode = 'reply' | 'note';

/** A file on its way into the draft. */
export interface Staging {
  /** Counts files of this composer; no id of the core. */
  turn: number;
  name: string;
  size: number;
  error?: string;
}

export interface Submitted {
  mode: Mode;
  text: string;
  files: readonly Attachment[];
}

/** What has to be known of a conversation to write in it. */
export interface Desk {
  id: number;
  draft_reply: Draft;
  draft_note: Draft;
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
  #staging = $state.raw<readonly Staging[]>([]);
  #saveFailed = $state(false);
  #conversation = $state.raw<number>();
  #unsaved = new Set<Mode>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

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
    return this.#staging;
  }
  /** The last draft is not on disk: the text is only here. */
  get saveFailed(): boolean {
    return this.#saveFailed;
  }
  get busy(): boolean {
    return this.#staging.some((file) => file.error === undefined);
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
    if (desk.id === this.#conversation) return;
    void this.save();
    this.#conversation = desk.id;
    this.#sheets = { reply: sheet(desk.draft_reply), note: sheet(desk.draft_note) };
    this.#staging = [];
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
  async submit(deliver: (what: Submitted) => Promise<boolean>): Promise<boolean> {
    if (this.empty || this.busy) return false;
    const mode = this.#mode;
    const conversation = this.#conversation;
    const { text, files } = this.#sheets[mode];
    this.#write(mode, EMPTY, false);
    const taken = await deliver({ mode, text: text.trim(), files });
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

  async attach(file: {
    name: string;
    mime: string;
    size: number;
    bytes: () => Promise<string>;
  }): Promise<void> {
    const conversation = this.#conversation;
    const staging: Staging = { turn: ++this.#turn, name: file.name, size: file.size };
    this.#staging = [...this.#staging, staging];
    const settle = (error?: string) => {
      this.#staging = this.#staging.flatMap((other) => {
        if (other.turn !== staging.turn) return [other];
        return error === undefined ? [] : [{ ...other, error }];
      });
    };
    if (file.size > LARGEST_FILE) {
      settle(m.composer_file_too_large());
      return;
    }
    try {
      const base64 = await file.bytes();
      const attachment = await call('attachment_stage', { name: file.name, mime: file.mime, base64 });
      if (conversation !== this.#conversation) return;
      settle();
      const reply = this.#sheets.reply;
      this.#write('reply', { ...reply, files: [...reply.files, attachment] });
    } catch (cause) {
      settle(cause instanceof CommandError ? wordError(cause).title : m.composer_file_unreadable());
    }
  }
  detach(id: number): void {
    const reply = this.#sheets.reply;
    this.#write('reply', { ...reply, files: reply.files.filter((file) => file.id !== id) });
  }
  dismiss(turn: number): void {
    this.#staging = this.#staging.filter((file) => file.turn !== turn);
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
