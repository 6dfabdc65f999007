import type { FeedListener, FeedMessage, Host } from './host';

type Answer = (request: never) => unknown;

/** A host for tests: answers come from a table, changes are said aloud by the test. */
export class FakeHost implements Host {
  readonly kind = 'fake';
  /** Every command asked, in order. */
  readonly asked: { command: string; request: unknown }[] = [];
  readonly opened: string[] = [];
  badge = 0;
  #answers: Record<string, Answer>;
  #listeners = new Set<FeedListener>();

  constructor(answers: Record<string, Answer> = {}) {
    this.#answers = answers;
  }

  answer(command: string, answer: Answer): void {
    this.#answers[command] = answer;
  }

  /** What the core would say after a commit. */
  changed(entity: string, ...ids: number[]): void {
    this.say({ type: 'changed', changes: [{ entity, ids }], counts: null });
  }

  say(message: FeedMessage): void {
    for (const listener of this.#listeners) listener.onMessage(message);
  }

  connected(connected: boolean): void {
    for (const listener of this.#listeners) listener.onConnected(connected);
  }

  async rpc(command: string, request: unknown): Promise<unknown> {
    this.asked.push({ command, request });
    const answer = this.#answers[command];
    if (!answer) throw { code: 'unknown_command', params: { command } };
    return answer(request as never);
  }

  async feed(listener: FeedListener): Promise<() => void> {
    this.#listeners.add(listener);
    listener.onConnected(true);
    return () => this.#listeners.delete(listener);
  }

  async openExternal(url: string): Promise<void> {
    this.opened.push(url);
  }
  async pickFiles(): Promise<never[]> {
    return [];
  }
  async saveAttachment(): Promise<boolean> {
    return true;
  }
  attachmentUrl(id: number, options: { small?: boolean } = {}): string {
    return `fake:attachment/${id}${options.small ? '/small' : ''}`;
  }
  async mediaUrl(id: number): Promise<{ url: string; release(): void }> {
    return { url: this.attachmentUrl(id), release: () => undefined };
  }
  async setBadge(count: number): Promise<void> {
    this.badge = count;
  }
}
