import type { BlockBrief, Channel, ContactSheet, FieldValue, FieldWithValue } from '$/ipc/bindings';
import { call, type CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt, blockClient } from '$/shared/acts';
import { formatField } from '$/shared/field-words';
import { Query, type QueryState } from '$/sync';

/** Everything kept about the contact of a conversation, and what a person does to it (PO-6, UC-23). */
export class ContactFile {
  readonly #query: Query<'contact_get'>;

  constructor(conversation: () => number) {
    this.#query = new Query('contact_get', () => ({ conversation_id: conversation() }), {
      entities: ['contact', 'conversation', 'deal', 'field', 'block'],
      touches: (ids, data, entity) => {
        if (data === undefined || entity === 'field' || entity === 'block' || entity === 'deal') return true;
        if (entity === 'conversation')
          return ids.has(conversation()) || data.others.some((other) => ids.has(other.id));
        return (
          ids.has(data.id) || data.duplicates.some((pair) => ids.has(pair.older.id) || ids.has(pair.newer.id))
        );
      },
    });
  }

  get data(): ContactSheet | undefined {
    return this.#query.data;
  }
  get state(): QueryState {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }

  fieldsOf(owner: FieldWithValue['field']['owner']): FieldWithValue[] {
    return this.data?.fields.filter(({ field }) => field.owner === owner) ?? [];
  }

  /** Answers whether the address was taken. */
  addAddress(channel: Channel, address: string): Promise<boolean> {
    const contact_id = this.data?.id;
    if (contact_id === undefined) return Promise.resolve(false);
    return attempt(() => call('identity_add', { contact_id, channel, address }), m.contact_address_added());
  }
  changeAddress(identity_id: number, address: string): void {
    void attempt(() => call('identity_update', { identity_id, address }), m.contact_address_changed());
  }
  removeAddress(identity_id: number): void {
    void attempt(() => call('identity_remove', { identity_id }), m.contact_address_removed());
  }
  markAddress(identity_id: number, invalid: boolean): void {
    void attempt(
      () => call('identity_mark', { identity_id, invalid }),
      invalid ? m.contact_address_marked_invalid() : m.contact_address_marked_valid(),
    );
  }

  setField({ field, owner_id }: FieldWithValue, value: FieldValue | null): void {
    const shown = formatField(field, value);
    void attempt(
      () => call('field_value_set', { field_id: field.id, owner_id, value }),
      shown === '' ? m.field_emptied({ name: field.name }) : m.field_set({ name: field.name, value: shown }),
    );
  }

  takeApart(merge_id: number, name: string): void {
    void attempt(() => call('contact_unmerge', { merge_id }), m.duplicate_taken_apart({ name }));
  }
  blockClient(): void {
    if (this.data) void blockClient(this.data);
  }
  blockPost(): void {
    const value = this.data?.post_ref;
    if (value) void attempt(() => call('block_add', { kind: 'post', value }), m.block_added_post());
  }
  lift(block: BlockBrief, release: boolean): void {
    void attempt(
      () => call('block_lift', { block_id: block.id, release }),
      release ? m.block_lifted_released({ count: block.held_messages }) : m.block_lifted(),
    );
  }
}
