import { untrack } from 'svelte';
import type {
  DealChange,
  DealHistory,
  DealSheet,
  FieldValue,
  FieldWithValue,
  Money,
  Priority,
} from '$/ipc/bindings';
import { call, type CommandError } from '$/ipc/client';
import { formatDate } from '$/lib/format';
import { m } from '$/paraglide/messages';
import { addTag, attempt, knownTag, removeTag } from '$/shared/acts';
import { closing } from '$/shared/closing.svelte';
import { formatField } from '$/shared/field-words';
import { priorityName } from '$/shared/priority';
import { StagingArea, type Fresh } from '$/shared/writing/staging.svelte';
import { Overlay, Query, workspace, type QueryState } from '$/sync';

/** Bytes of the largest file that the core stages. */
const LARGEST_FILE = 25 * 1024 * 1024;

/** One deal with everything on it, and what a person does to it (CP-8). Construct it while a component initialises. */
export class OpenDeal {
  readonly #id: () => number | undefined;
  readonly #sheet: Query<'deal_get'>;
  readonly #history: Query<'deal_history'>;
  readonly #overlay = new Overlay<DealSheet>();
  /** Own changes go one after another: each on what the one before it left. */
  #last: Promise<unknown> = Promise.resolve();
  /** What an own change has left behind: the deal is newer than that. */
  #behind = { deal: 0, revision: 0 };
  readonly staging = new StagingArea();

  constructor(id: () => number | undefined) {
    this.#id = id;
    const request = () => {
      const deal_id = id();
      return deal_id === undefined ? undefined : { deal_id };
    };
    const touches = (ids: ReadonlySet<number>, _: unknown, entity: string) =>
      entity === 'conversation'
        ? ids.has(untrack(() => this.#stored?.conversation_id) ?? 0)
        : entity !== 'deal' || ids.has(id() ?? 0);
    const entities = ['deal', 'field', 'contact', 'task', 'conversation'];
    this.#sheet = new Query('deal_get', request, { entities, touches });
    this.#history = new Query('deal_history', request, { entities: ['deal'], touches });
    $effect(() => {
      id();
      untrack(() => this.staging.clear());
    });
    $effect(() => {
      void this.#sheet.data;
      untrack(() => this.#overlay.settle());
    });
  }

  /** `undefined` while another one is still shown; what was just done to it is in it before the core has answered. */
  get data(): DealSheet | undefined {
    const stored = this.#stored;
    return stored && this.#overlay.view(stored);
  }
  /** As the core last told it. */
  get #stored(): DealSheet | undefined {
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

  /**
   * Shows a change before the core has answered, and takes it back if it refuses. Answers whether it was taken.
   * `command` gets the revision that was seen, or where that is of before another change of ours, the one after it.
   */
  #ahead(
    change: (shown: DealSheet) => Partial<DealSheet>,
    command: (revision: number) => Promise<boolean>,
  ): Promise<boolean> {
    const seen = this.#stored;
    if (!seen) return Promise.resolve(false);
    const apply = (shown: DealSheet) => (shown.id === seen.id ? { ...shown, ...change(shown) } : shown);
    return this.#overlay.attempt(apply, () =>
      this.#inTurn(async () => {
        const done = await command(await this.#revision(seen));
        if (done) this.#behind = { deal: seen.id, revision: seen.revision };
        return done;
      }),
    );
  }
  #inTurn<R>(command: () => Promise<R>): Promise<R> {
    const turn = this.#last.then(command);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
  async #revision({ id, revision }: DealSheet): Promise<number> {
    const { deal, revision: left } = this.#behind;
    if (deal !== id || revision > left) return revision;
    await this.#sheet.reload();
    const fresh = this.#sheet.data;
    return fresh?.id === id ? fresh.revision : revision;
  }
  #change(shown: Partial<DealSheet>, change: DealChange, said: string): void {
    const deal_id = this.data?.id;
    if (deal_id === undefined) return;
    void this.#ahead(
      () => shown,
      (revision) => attempt(() => call('deal_update', { deal_id, change, revision }), said),
    );
  }
  setTitle(text: string): void {
    this.#change({ title: text }, { what: 'title', text }, m.deal_title_set());
  }
  setDescription(text: string): void {
    this.#change({ description: text }, { what: 'description', text }, m.deal_description_set());
  }
  setPriority(priority: Priority): void {
    const said = m.deal_priority_set({ name: priorityName(priority) });
    this.#change({ priority }, { what: 'priority', priority }, said);
  }
  setOwner(member_id: number | null): void {
    const name = workspace.member(member_id)?.name;
    this.#change(
      { owner_id: member_id },
      { what: 'owner', member_id },
      name === undefined ? m.act_responsible_nobody() : m.act_responsible({ name }),
    );
  }
  setDue(at: number | null): void {
    this.#change(
      { due_at: at },
      { what: 'due_at', at },
      at === null ? m.deal_due_cleared() : m.deal_due_set({ date: formatDate(at) }),
    );
  }
  setPrice(price: Money | null): void {
    this.#change({ price }, { what: 'price', price }, price === null ? m.act_price_cleared() : m.act_price());
  }
  setReason(close_reason: string): void {
    const deal_id = this.data?.id;
    if (deal_id !== undefined)
      void this.#ahead(
        () => ({ close_reason }),
        () => setReason(deal_id, close_reason),
      );
  }
  setField({ field, owner_id }: FieldWithValue, value: FieldValue | null): void {
    const filled = (item: FieldWithValue) => (item.field.id === field.id ? { ...item, value } : item);
    const shown = formatField(field, value);
    void this.#ahead(
      ({ fields }) => ({ fields: fields.map(filled) }),
      () =>
        attempt(
          () => call('field_value_set', { field_id: field.id, owner_id, value }),
          shown === ''
            ? m.field_emptied({ name: field.name })
            : m.field_set({ name: field.name, value: shown }),
        ),
    );
  }

  /** To the top of a column, of this board or of another (CP-15). Answers whether it went. */
  async move(stage_id: number): Promise<boolean> {
    const { data } = this;
    const stage = workspace.stage(stage_id);
    if (!data || !stage || data.stage_id === stage_id) return false;
    const stays = workspace.pipeline(data.pipeline_id)?.stages.some(({ id }) => id === stage_id);
    // Another board brings other fields: that is shown once it is known.
    const shown = stays ? { stage_id, stage_entered_at: Date.now() } : {};
    const moved = await this.#ahead(
      () => shown,
      (revision) =>
        attempt(
          () => call('deal_move', { deal_id: data.id, stage_id, before_deal_id: null, revision }),
          m.pipeline_moved({ client: data.client, stage: stage.name }),
        ),
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
    const { data } = this;
    const chat = data?.conversation_id;
    if (!data || chat == null) return;
    const tag = knownTag(name);
    // A new one has no place to be shown at until it is made.
    if (tag && !data.tag_ids.includes(tag.id))
      void this.#ahead(
        ({ tag_ids }) => ({ tag_ids: [...tag_ids, tag.id] }),
        () => addTag(chat, tag.name),
      );
    else if (!tag) void addTag(chat, name);
  }
  removeTag(tag_id: number): void {
    const chat = this.data?.conversation_id;
    if (chat == null) return;
    const others = (id: number) => id !== tag_id;
    void this.#ahead(
      ({ tag_ids }) => ({ tag_ids: tag_ids.filter(others) }),
      () => removeTag(chat, tag_id),
    );
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
    const others = ({ id }: { id: number }) => id !== comment_id;
    void this.#ahead(
      ({ comments }) => ({ comments: comments.filter(others) }),
      () => attempt(() => call('deal_comment_delete', { comment_id }), m.deal_comment_deleted()),
    );
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
    const others = ({ id }: { id: number }) => id !== attachment_id;
    void this.#ahead(
      ({ files }) => ({ files: files.filter(others) }),
      () =>
        attempt(() => call('deal_file_remove', { deal_id, attachment_id }), m.deal_file_removed({ name })),
    );
  }
}

/** Why a deal was won or lost; empty takes the reason away. */
export function setReason(deal_id: number, reason: string): Promise<boolean> {
  return attempt(
    () => call('deal_reason_set', { deal_id, reason }),
    reason === '' ? m.deal_reason_cleared() : m.deal_reason_saved(),
  );
}
