import type { ChatRow, Conversation, TicketKind } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import * as acts from '$/shared/acts';

/** What a dialog of this feature needs to know of a conversation. */
export interface Subject {
  id: number;
  /** What the customer is called. */
  client: string;
  folder: Conversation['folder'];
  responsible_id: number | null;
  tag_ids: readonly number[];
  /** Where it lies: who may not see that is not offered. */
  source_id?: number;
  stage_id?: number | null;
}

/** Which dialog is open. */
export type Asking = 'resolve' | 'transfer' | 'snooze' | 'assign' | 'tag';

/** What was chosen when a matter was last resolved: offered again the next time (PO-8). */
export interface LastResolution {
  kind: TicketKind | null;
  category_id: number | null;
  archive_stage_id: number | null;
}

/** The name of the member's setting that holds it. */
const SETTING = 'resolve';
const NOTHING: LastResolution = { kind: null, category_id: null, archive_stage_id: null };

/**
 * The dialogs about one conversation, wherever they were asked for: from a row, the window, a key or the palette.
 * `left` is called when the conversation has gone from its list, so that the view can show the next one.
 */
export class StatusDesk {
  #asking = $state<Asking>();
  #subject = $state.raw<Subject>();
  #left: (id: number) => void;

  constructor(left: (id: number) => void = () => undefined) {
    this.#left = left;
  }

  get asking(): Asking | undefined {
    return this.#asking;
  }
  /** Whom the dialog is about; stays while it fades away. */
  get subject(): Subject | undefined {
    return this.#subject;
  }

  ask(what: Asking, subject: Subject): void {
    this.#subject = subject;
    this.#asking = what;
  }
  close(): void {
    this.#asking = undefined;
  }

  /** On hold; or on with one that is on hold or resolved. */
  async toggleHold({ id, work_status }: Pick<Conversation, 'id' | 'work_status'>): Promise<void> {
    const rests = work_status === 'on_hold' || work_status === 'resolved';
    await (rests ? acts.resume(id) : acts.hold(id));
  }
  async wake(id: number): Promise<void> {
    await acts.wake(id);
  }
  /** `null` is "until they write". */
  async snooze(until: number | null): Promise<void> {
    const { subject } = this;
    if (!subject) return;
    this.close();
    if (await acts.snooze(subject.id, until)) this.#left(subject.id);
  }
  async transfer(member: number, note: string): Promise<boolean> {
    const { subject } = this;
    if (!subject) return false;
    const done = await acts.transfer(subject.id, member, note);
    if (done) this.close();
    return done;
  }
  async assign(member: number | null): Promise<void> {
    if (this.subject) await acts.putInCharge(this.subject.id, member);
  }
  async tag(name: string, tag: number | undefined, on: boolean): Promise<void> {
    const { subject } = this;
    if (!subject) return;
    await (on && tag !== undefined ? acts.removeTag(subject.id, tag) : acts.addTag(subject.id, name));
  }
  async resolve(resolution: LastResolution & { note: string }): Promise<boolean> {
    const { subject } = this;
    if (!subject) return false;
    const done = await acts.resolve(subject.id, resolution);
    if (!done) return false;
    this.close();
    const { kind, category_id, archive_stage_id } = resolution;
    void remember({ kind, category_id, archive_stage_id });
    this.#left(subject.id);
    return true;
  }
}

/** What the dialogs need of a conversation in the window or of a row of the table. */
export function subjectOf(of: Conversation | ChatRow): Subject {
  const { id, folder, responsible_id, tag_ids, source_id } = of;
  const [client, stage_id] =
    'contact' in of ? [of.contact.shown_name, of.deal?.stage_id] : [of.client, of.stage_id];
  return { id, folder, responsible_id, tag_ids, source_id, stage_id, client };
}

/** What was chosen the last time; nothing where that cannot be told. */
export async function lastResolution(): Promise<LastResolution> {
  try {
    const { value } = await call('member_setting_get', { key: SETTING });
    return typeof value === 'object' && value !== null ? { ...NOTHING, ...value } : NOTHING;
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    return NOTHING;
  }
}

async function remember(value: LastResolution): Promise<void> {
  try {
    await call('member_setting_set', { key: SETTING, value });
  } catch (cause) {
    // The matter is resolved; that the next dialog starts empty is no reason to complain.
    if (!(cause instanceof CommandError)) throw cause;
  }
}
