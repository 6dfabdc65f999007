import { untrack } from 'svelte';
import type {
  DealChange,
  DealHistory,
  DealSheet,
  FieldValue,
  FieldWithValue,
  Priority,
} from '$/ipc/bindings';
import { call, type CommandError } from '$/ipc/client';
import { formatDate } from '$/lib/format';
import { readPrice } from '$/lib/price';
import { m } from '$/paraglide/messages';
import { addTag, attempt, removeTag } from '$/shared/acts';
import { closing } from '$/shared/closing.svelte';
import { formatField } from '$/shared/field-words';
import { priorityName } from '$/shared/priority';
import { StagingArea, type Fresh } from '$/shared/writing/staging.svelte';
import { Query, workspace, type QueryState } from '$/sync';

/** Bytes of the largest file that the core stages. */
const LARGEST_FILE = 25 * 1024 * 1024;

/** One deal with everything on it, and what a person does to it (CP-8). Construct it while a component initialises. */
export class OpenDeal {
  readonly #id: () => number | undefined;
  readonly #sheet: Query<'deal_get'>;
  readonly #history: Query<'deal_history'>;
  readonly staging = new StagingArea();

  constructor(id: () => number | undefined) {
    this.#id = id;
    const request = () => {
      const deal_id = id();
      return deal_id === undefined ? undefined : { deal_id };
    };
    const touches = (ids: ReadonlySet<number>, _: unknown, entity: string) =>
      entity === 'conversation'
        ? ids.has(untrack(() => this.data?.conversation_id) ?? 0)
        : entity !== 'deal' || ids.has(id() ?? 0);
    const entities = ['deal', 'field', 'contact', 'task', 'conversation'];
    this.#sheet = new Query('deal_get', request, { entities, touches });
    this.#history = new Query('deal_history', request, { entities: ['deal'], touches });
    $effect(() => {
      id();
      untrack(() => this.staging.clear());
    });
  }

  /** `undefined` while another one is still shown. */
  get data(): DealSheet | undefined {
    const { data } = this.#sheet;
    return data?.id === this.#id() ? data : undefined;
  }
  get state(): QueryState {
    return this.#sheet.state;
  }
  get error(): CommandError | undefined {
    return this.#sheet.error;
  }
  /** It was shown, and is no longer there for this member. */
  get isGone(): boolean {
    return this.data !== undefined && this.error?.code === 'not_found';
  }
  get history(): DealHistory | undefined {
    return this.#history.data;
  }
  retry(): void {
    void this.#sheet.reload();
    void this.#history.reload();
  }

  #change(change: DealChange, said: string): void {
    const { data } = this;
    if (!data) return;
    void attempt(() => call('deal_update', { deal_id: data.id, change, revision: data.revision }), said);
  }
  setTitle(text: string): void {
    this.#change({ what: 'title', text }, m.deal_title_set());
  }
  setDescription(text: string): void {
    this.#change({ what: 'description', text }, m.deal_description_set());
  }
  setPriority(priority: Priority): void {
    this.#change({ what: 'priority', priority }, m.deal_priority_set({ name: priorityName(priority) }));
  }
  setOwner(member_id: number | null): void {
    const name = workspace.member(member_id)?.name;
    this.#change(
      { what: 'owner', member_id },
      name === undefined ? m.act_responsible_nobody() : m.act_responsible({ name }),
    );
  }
  setDue(at: number | null): void {
    this.#change(
      { what: 'due_at', at },
      at === null ? m.deal_due_cleared() : m.deal_due_set({ date: formatDate(at) }),
    );
  }
  /** `false`: what was typed is no amount. */
  setPrice(text: string): boolean {
    const currency = this.data?.price?.currency ?? workspace.settings?.currency ?? 'EUR';
    const price = readPrice(text, currency);
    if (price === undefined) return false;
    this.#change({ what: 'price', price }, price === null ? m.act_price_cleared() : m.act_price());
    return true;
  }
  setReason(reason: string): void {
    const deal_id = this.data?.id;
    if (deal_id !== undefined) void setReason(deal_id, reason);
  }
  setField({ field, owner_id }: FieldWithValue, value: FieldValue | null): void {
    const shown = formatField(field, value);
    void attempt(
      () => call('field_value_set', { field_id: field.id, owner_id, value }),
      shown === '' ? m.field_emptied({ name: field.name }) : m.field_set({ name: field.name, value: shown }),
    );
  }

  /** To the top of a column, of this board or of another (CP-15). Answers whether it went. */
  async move(stage_id: number): Promise<boolean> {
    const { data } = this;
    const stage = workspace.stage(stage_id);
    if (!data || !stage || data.stage_id === stage_id) return false;
    const moved = await attempt(
      () => call('deal_move', { deal_id: data.id, stage_id, before_deal_id: null, revision: data.revision }),
      m.pipeline_moved({ client: data.client, stage: stage.name }),
    );
    if (moved) closing.ask(data.id, data.client, stage.group);
    return moved;
  }
  remove(): Promise<boolean> {
    const { data } = this;
    if (!data) return Promise.resolve(false);
    return attempt(
      () => call('deal_delete', { deal_id: data.id }),
      data.conversation_id === null
        ? m.deal_deleted({ client: data.client })
        : m.deal_deleted_chat({ client: data.client }),
    );
  }

  addTag(name: string): void {
    const chat = this.data?.conversation_id;
    if (chat != null) void addTag(chat, name);
  }
  removeTag(tag_id: number): void {
    const chat = this.data?.conversation_id;
    if (chat != null) void removeTag(chat, tag_id);
  }

  /** Answers whether it was taken. */
  comment(text: string): Promise<boolean> {
    const deal_id = this.data?.id;
    if (deal_id === undefined || text.trim() === '') return Promise.resolve(false);
    return attempt(() => call('deal_comment_add', { deal_id, text }));
  }
  editComment(comment_id: number, text: string): Promise<boolean> {
    return attempt(() => call('deal_comment_edit', { comment_id, text }), m.deal_comment_changed());
  }
  removeComment(comment_id: number): void {
    void attempt(() => call('deal_comment_delete', { comment_id }), m.deal_comment_deleted());
  }

  async attach(file: Fresh): Promise<void> {
    const deal_id = this.data?.id;
    const staged = await this.staging.stage(file, { bytes: LARGEST_FILE, channel: 'Runnel' });
    if (!staged || deal_id === undefined) return;
    await attempt(
      () => call('deal_file_add', { deal_id, attachment_ids: [staged.id] }),
      m.deal_file_added({ name: staged.name }),
    );
  }
  detach(attachment_id: number, name: string): void {
    const deal_id = this.data?.id;
    if (deal_id === undefined) return;
    void attempt(() => call('deal_file_remove', { deal_id, attachment_id }), m.deal_file_removed({ name }));
  }
}

/** Why a deal was won or lost; empty takes the reason away. */
export function setReason(deal_id: number, reason: string): Promise<boolean> {
  return attempt(
    () => call('deal_reason_set', { deal_id, reason }),
    reason === '' ? m.deal_reason_cleared() : m.deal_reason_saved(),
  );
}
