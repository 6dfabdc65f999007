import type { AddressCheck, Addressee, Attachment, Begun, Outlet } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { channelLook } from '$/shared/display/channels';
import { notifyError } from '$/shared/toast';
import { StagingArea, type Fresh } from '$/shared/writing/staging.svelte';
import { Query, workspace } from '$/sync';

/** A pause in typing after which the address is looked at (milliseconds). */
const LOOK_AFTER_MS = 200;

const FAULTS: Readonly<Record<string, () => string>> = {
  address_empty: m.address_fault_empty,
  mail_without_at: m.address_fault_mail_at,
  address_invalid: m.address_fault_mail,
  phone_letters: m.address_fault_phone_letters,
  phone_without_country: m.address_fault_phone_country,
  phone_country_unknown: m.address_fault_phone_unknown,
  phone_too_short: m.address_fault_phone_short,
  phone_too_long: m.address_fault_phone_long,
  login_invalid: m.address_fault_login,
  address_ours: m.address_fault_ours,
};

/** What is wrong with an address and what to do about it. */
export function faultText(code: string): string {
  return FAULTS[code]?.() ?? m.error_unknown({ code });
}

/** A first message being written (UC-6). Construct it while a component initialises. */
export class FirstMessage {
  readonly #query = new Query('outlet_list', () => ({}), { entities: ['source', 'conversation'] });
  readonly staging = new StagingArea();
  #chosen = $state<number>();
  #address = $state('');
  #check = $state.raw<AddressCheck>();
  #people = $state.raw<readonly Addressee[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  name = $state('');
  subject = $state('');
  text = $state('');
  files = $state.raw<readonly Attachment[]>([]);
  newThread = $state(false);
  busy = $state(false);
  /** The field that the core refused, and why. */
  fault = $state.raw<CommandError>();

  get state(): 'loading' | 'ready' | 'error' | 'offline' {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
  /** Every account; those that cannot begin say why. */
  get outlets(): readonly Outlet[] {
    return this.#query.data?.outlets ?? [];
  }
  get outlet(): Outlet | undefined {
    const able = this.outlets.filter((outlet) => outlet.can_start === 'yes');
    return able.find((outlet) => outlet.source_id === this.#chosen) ?? able[0];
  }
  choose(source: number): void {
    this.#chosen = source;
    this.#look();
  }
  get channel(): string {
    const source = workspace.source(this.outlet?.source_id);
    return channelLook(source?.channel ?? '').name();
  }
  get address(): string {
    return this.#address;
  }
  set address(address: string) {
    this.#address = address;
    this.fault = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), LOOK_AFTER_MS);
  }
  /** What is known of the address as it stands. */
  get check(): AddressCheck | undefined {
    return this.#check;
  }
  get people(): readonly Addressee[] {
    return this.#people;
  }
  /** There is a conversation, and no second one is asked for. */
  get opens(): boolean {
    return this.#check?.thread != null && !this.newThread;
  }
  /** Characters beyond what the channel takes. */
  get tooLong(): number {
    return Math.max(0, [...this.text.trim()].length - (this.outlet?.max_text ?? Infinity));
  }
  get ready(): boolean {
    if (!this.outlet || !this.#check || this.#check.fault !== '' || this.busy || this.staging.busy)
      return false;
    if (this.opens) return true;
    const written = this.text.trim() !== '' || this.files.length > 0;
    return written && this.tooLong === 0 && (!this.outlet.subjects || this.subject.trim() !== '');
  }

  take(person: Addressee): void {
    this.#address = person.address;
    this.#people = [];
    this.#look();
  }
  #look(): void {
    clearTimeout(this.#timer);
    void this.#ask();
  }
  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const source_id = this.outlet?.source_id;
    const address = this.#address.trim();
    if (source_id === undefined || address === '') {
      this.#check = undefined;
      this.#people = [];
      return;
    }
    try {
      const request = { source_id, address };
      const [check, { people }] = await Promise.all([
        call('address_check', request),
        call('address_suggest', request),
      ]);
      if (turn !== this.#turn) return;
      this.#check = check;
      // Whoever is found already needs no suggestion.
      this.#people = people.filter((person) => person.address !== check.address);
      if (check.name && this.name === '') this.name = check.name;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (turn === this.#turn) this.fault = cause;
    }
  }

  async attach(file: Fresh): Promise<void> {
    const bytes = this.outlet?.max_file ?? Infinity;
    const staged = await this.staging.stage(file, { bytes, channel: this.channel });
    if (staged) this.files = [...this.files, staged];
  }
  detach(id: number): void {
    this.files = this.files.filter((file) => file.id !== id);
  }

  /** Sends, or opens what is there; nothing: it was refused and everything stays as it was. */
  async begin(asWritten = false): Promise<Begun | undefined> {
    const { outlet } = this;
    if (!outlet || !this.ready) return undefined;
    this.busy = true;
    this.fault = undefined;
    try {
      return await call('conversation_begin', {
        source_id: outlet.source_id,
        address: this.#address,
        name: this.name,
        subject: this.subject,
        new_thread: this.newThread,
        text: this.text.trim(),
        attachment_ids: this.files.map((file) => file.id),
        as_written: asWritten,
        later: null,
      });
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.fault = cause;
      notifyError(cause);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
