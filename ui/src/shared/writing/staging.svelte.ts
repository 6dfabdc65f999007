import type { Attachment } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { wordError } from '$/lib/errors';
import { formatBytes } from '$/lib/format';
import { m } from '$/paraglide/messages';

/** A file to attach; its content is read when it is known to be small enough. */
export interface Fresh {
  name: string;
  mime: string;
  size: number;
  bytes: () => Promise<string>;
}

/** A file on its way to the core. */
export interface Staging {
  /** Counts files of this window; no id of the core. */
  turn: number;
  name: string;
  size: number;
  error?: string;
}

/** The largest file that a channel takes, and what the channel is called. */
export interface FileLimit {
  bytes: number;
  channel: string;
}

/** Files on their way to the core, several at once; what cannot be taken stays with its reason. */
export class StagingArea {
  #files = $state.raw<readonly Staging[]>([]);
  #turn = 0;

  get files(): readonly Staging[] {
    return this.#files;
  }
  /** Something is still under way. */
  get busy(): boolean {
    return this.#files.some((file) => file.error === undefined);
  }
  clear(): void {
    this.#files = [];
  }
  dismiss(turn: number): void {
    this.#files = this.#files.filter((file) => file.turn !== turn);
  }

  /** Brings a file to the core; nothing where that cannot be done. */
  async stage(file: Fresh, limit: FileLimit): Promise<Attachment | undefined> {
    const staging: Staging = { turn: ++this.#turn, name: file.name, size: file.size };
    this.#files = [...this.#files, staging];
    if (file.size > limit.bytes) {
      const size = formatBytes(limit.bytes);
      this.#fail(staging, m.composer_file_too_large({ channel: limit.channel, size }));
      return undefined;
    }
    try {
      const base64 = await file.bytes();
      const attachment = await call('attachment_stage', { name: file.name, mime: file.mime, base64 });
      this.dismiss(staging.turn);
      return attachment;
    } catch (cause) {
      this.#fail(
        staging,
        cause instanceof CommandError ? wordError(cause).title : m.composer_file_unreadable(),
      );
      return undefined;
    }
  }

  #fail(staging: Staging, error: string): void {
    this.#files = this.#files.map((other) => (other.turn === staging.turn ? { ...other, error } : other));
  }
}
