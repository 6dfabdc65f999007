import type { FeedMessage } from './bindings';

/** What the program around the interface can do for it. One implementation per place it runs in. */
export interface Host {
  /** Which host this is; `http` is the browser against `serve`. */
  readonly kind: 'tauri' | 'http' | 'fake';
  /** One command of the core. Rejects with `{ code, params, detail }`, or with anything else if the core is unreachable. */
  rpc(command: string, request: unknown): Promise<unknown>;
  /** Every message of the change feed, in order, until the returned function is called. */
  feed(listener: FeedListener): Promise<() => void>;
  /** Opens an http(s), mailto or tel address in the program the person uses for it. */
  openExternal(url: string): Promise<void>;
  /** Lets the person choose files to attach; an empty list when they change their mind. */
  pickFiles(): Promise<PickedFile[]>;
  /** Saves an attachment where the person says; `false` when they change their mind. */
  saveAttachment(id: number, suggestedName: string): Promise<boolean>;
  /** Address of an attachment's bytes for pictures; `small` asks for a small picture of a large one. */
  attachmentUrl(id: number, options?: { small?: boolean }): string;
  /** Address of an attachment that a player can go back and forth in. */
  mediaUrl(id: number): Promise<MediaUrl>;
  /** Opens an attachment with the program that the person uses for it. Only where there is a desktop. */
  openAttachment?(id: number): Promise<void>;
  /** Shows where an attachment lies. Only where there is a desktop. */
  showAttachment?(id: number): Promise<void>;
  /** The number beside the application's icon; 0 clears it. */
  setBadge(count: number): Promise<void>;
}

/** What a player plays; `release` when it is gone. */
export interface MediaUrl {
  url: string;
  release(): void;
}

/** A file on its way into the composer. */
export interface PickedFile {
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  blob: Blob;
}

export interface FeedListener {
  onMessage(message: FeedMessage): void;
  /** `false` while the feed is broken; messages may have been missed until it is `true` again. */
  onConnected(connected: boolean): void;
}

export type { FeedMessage };
