import type { ContactCandidate, DealParty, Priority } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { readPrice } from '$/lib/price';
import { m } from '$/paraglide/messages';
import { PeopleSearch } from '$/shared/people/people.svelte';
import { notifyDone, notifyError } from '$/shared/toast';
import { workspace } from '$/sync';

/** Where a new deal is to stand, and with whom, as far as that is known already. */
export interface Wanted {
  pipeline: number;
  /** The column whose button was used. */
  stage?: number;
  contact?: { id: number; name: string };
}

/** A deal being added (CP-6, CP-7). Construct it while a component initialises. */
export class AddingDeal {
  /** Where the client is chosen. */
  readonly search = new PeopleSearch({ idle: () => this.chosen });
  /** Chosen: somebody known. */
  known = $state.raw<{ id: number; name: string }>();
  /** Chosen: somebody new. */
  isNew = $state(false);
  name = $state('');
  address = $state('');
  pipeline = $state(0);
  stage = $state(0);
  title = $state('');
  description = $state('');
  price = $state('');
  priority = $state<Priority>('normal');
  owner = $state<number | null>(null);
  /** As a date field has it: `2026-11-22`. */
  due = $state('');
  busy = $state(false);
  fault = $state.raw<CommandError>();

  constructor(wanted: Wanted) {
    this.pipeline = wanted.pipeline;
    this.known = wanted.contact;
    this.owner = workspace.me?.id ?? null;
    this.stage = wanted.stage ?? this.#first(wanted.pipeline);
  }

  #first(pipeline: number): number {
    const stages = workspace.pipelines.find((board) => board.id === pipeline)?.stages ?? [];
    return stages.find((stage) => stage.group === 'active')?.id ?? 0;
  }
  /** Another board begins at its first stage. */
  choosePipeline(id: number): void {
    this.pipeline = id;
    this.stage = this.#first(id);
  }

  /** Somebody was chosen: the rest of the form is shown. */
  get chosen(): boolean {
    return this.known !== undefined || this.isNew;
  }
  take(person: ContactCandidate): void {
    this.known = { id: person.contact_id, name: person.name };
  }
  /** What was typed becomes a name, or where it looks like one, an address. */
  makeNew(): void {
    const text = this.search.text.trim();
    this.isNew = true;
    if (text.includes('@')) this.address = text;
    else this.name = text;
  }
  chooseAgain(): void {
    this.known = undefined;
    this.isNew = false;
    this.fault = undefined;
  }

  get currency(): string {
    return workspace.settings?.currency ?? 'EUR';
  }
  get priceWrong(): boolean {
    return readPrice(this.price, this.currency) === undefined;
  }
  get ready(): boolean {
    if (this.busy || this.priceWrong || this.stage === 0) return false;
    return this.known !== undefined || (this.isNew && this.name.trim() !== '');
  }
  /** The core's refusal, where it is about this part of the form. */
  errorOf(field: string): CommandError | undefined {
    return this.fault?.params.field === field ? this.fault : undefined;
  }

  get #party(): DealParty {
    if (this.known) return { kind: 'known', contact_id: this.known.id };
    return { kind: 'new', name: this.name, channel: 'email', address: this.address };
  }

  /** The new deal's id; nothing: it was refused and everything stays as it was typed. */
  async save(): Promise<number | undefined> {
    if (!this.ready) return undefined;
    this.busy = true;
    this.fault = undefined;
    try {
      const made = await call('deal_add', {
        party: this.#party,
        pipeline_id: this.pipeline,
        stage_id: this.stage,
        title: this.title,
        description: this.description,
        priority: this.priority,
        price: readPrice(this.price, this.currency) ?? null,
        owner_id: this.owner,
        due_at: this.due === '' ? null : endOfDay(this.due),
      });
      const client = this.known?.name ?? this.name.trim();
      notifyDone(m.deal_added({ client, stage: workspace.stage(this.stage)?.name ?? '' }), made.operation);
      return made.id;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.fault = cause;
      if (cause.params.field === undefined) notifyError(cause);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

/** The last moment of a day as the person lives it: due today is not overdue today. */
export function endOfDay(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 23, 59, 59, 0).getTime();
}
/** The day of a moment as a date field wants it. */
export function dayOf(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
