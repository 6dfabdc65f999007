import type { Field, FieldInUse, FieldKind, FieldOption, FieldOwner } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { hasOptions } from '$/shared/field-words';
import { notifyDone } from '$/shared/toast';
import { Query, workspace, type QueryState } from '$/sync';

/** The additional fields of the workspace (CP-16, UC-32). */
export class Fields {
  readonly #query = new Query('field_list', () => ({}), { entities: ['field'] });

  get state(): QueryState {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
  get all(): readonly FieldInUse[] {
    return this.#query.data?.fields ?? [];
  }
  of(owner: FieldOwner): readonly FieldInUse[] {
    return this.all.filter(({ field }) => field.owner === owner);
  }

  remove({ field, values }: FieldInUse): void {
    void attempt(
      () => call('field_delete', { field_id: field.id }),
      values > 0
        ? m.field_deleted_with({ name: field.name, count: values })
        : m.field_deleted({ name: field.name }),
    );
  }
  /** One place up or down among the fields of its owner. */
  move(field: Field, by: 1 | -1): void {
    const own = this.of(field.owner).map((item) => item.field);
    const at = own.findIndex((other) => other.id === field.id);
    const before = by === -1 ? own[at - 1] : own[at + 2];
    if (at + by < 0 || at + by >= own.length) return;
    void attempt(() => call('field_move', { field_id: field.id, before_id: before?.id ?? null }));
  }
  toggle(field: Field, place: 'in_table' | 'in_card', on: boolean): void {
    void attempt(
      () => call('field_save', { ...request(field), [place]: on }),
      m.field_saved({ name: field.name }),
    );
  }
}

/** A field while it is made or changed. */
export class FieldDraft {
  readonly id: number | null;
  owner = $state<FieldOwner>('contact');
  kind = $state<FieldKind>('text');
  /** The board on whose deals it stands; 0: on those of every board. */
  pipeline = $state(0);
  #name = $state('');
  currency = $state('EUR');
  inTable = $state(false);
  inCard = $state(false);
  options = $state<FieldOption[]>([]);
  #error = $state.raw<CommandError>();
  busy = $state(false);

  constructor(field?: Field, owner: FieldOwner = 'contact') {
    this.id = field?.id ?? null;
    this.owner = field?.owner ?? owner;
    this.kind = field?.kind ?? 'text';
    this.pipeline = field?.pipeline_id ?? 0;
    this.#name = field?.name ?? '';
    this.currency = field?.currency || (workspace.settings?.currency ?? 'EUR');
    this.inTable = field?.in_table ?? false;
    this.inCard = field?.in_card ?? false;
    this.options = field?.options.map((option) => ({ ...option })) ?? [];
  }

  get name(): string {
    return this.#name;
  }
  /** What was refused about the name is said of the one before. */
  set name(name: string) {
    this.#name = name;
    if (this.errorOf('name')) this.#error = undefined;
  }

  get error(): CommandError | undefined {
    return this.#error;
  }
  /** The core's refusal, where it is about this part of the form. */
  errorOf(name: string): CommandError | undefined {
    return this.#error?.params.field === name ? this.#error : undefined;
  }
  addOption(name: string): boolean {
    const wanted = name.trim();
    if (wanted === '') return false;
    this.options.push({ id: null, name: wanted, archived: false });
    return true;
  }
  /** A new one goes, one that was saved is put away: somebody may have chosen it. */
  dropOption(at: number): void {
    const option = this.options[at];
    if (!option) return;
    if (option.id === null) this.options.splice(at, 1);
    else option.archived = !option.archived;
  }
  moveOption(at: number, by: 1 | -1): void {
    const [option] = this.options.splice(at, 1);
    if (option) this.options.splice(at + by, 0, option);
  }

  /** Answers whether it was saved. */
  async save(): Promise<boolean> {
    this.busy = true;
    try {
      const { operation } = await call('field_save', {
        field_id: this.id,
        owner: this.owner,
        kind: this.kind,
        pipeline_id: this.owner === 'deal' && this.pipeline !== 0 ? this.pipeline : null,
        name: this.name,
        options: hasOptions(this.kind) ? $state.snapshot(this.options) : [],
        currency: this.kind === 'money' ? this.currency : '',
        in_table: this.inTable,
        in_card: this.inCard,
      });
      notifyDone(m.field_saved({ name: this.name.trim() }), operation);
      return true;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.#error = cause;
      return false;
    } finally {
      this.busy = false;
    }
  }
}

function request(field: Field) {
  const { id, owner, kind, pipeline_id, name, options, currency, in_table, in_card } = field;
  return { field_id: id, owner, kind, pipeline_id, name, options, currency, in_table, in_card };
}
