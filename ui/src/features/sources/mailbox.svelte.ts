import type { Finding, MailboxRequest, MailServer, Security } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';

/** Ports by how the connection is protected (RFC 8314; RFC 6409 for 587). */
const PORTS: Readonly<Record<'imap' | 'smtp', Readonly<Record<Security, number>>>> = {
  imap: { tls: 993, start_tls: 143, plain: 143 },
  smtp: { tls: 465, start_tls: 587, plain: 25 },
};
const blankServer = (kind: 'imap' | 'smtp'): MailServer => ({
  host: '',
  port: PORTS[kind].tls,
  security: 'tls',
});
const blank = (): MailboxRequest => ({
  source_id: null,
  name: '',
  address: '',
  login: '',
  password: '',
  imap: blankServer('imap'),
  smtp: blankServer('smtp'),
  trusted_certificate: null,
  sender_name: '',
});

export type Step = 'address' | 'servers';
/** What the wizard is busy with, for the words beside the progress. */
export type Work = 'finding' | 'checking' | 'saving';

/** A fingerprint as the core names it in a finding about a certificate: 32 bytes in hex. */
const FINGERPRINT = /\b(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}\b/i;

/** Connects a mailbox step by step: address and password, servers found or typed, tested before they are kept. */
export class MailboxWizard {
  form = $state<MailboxRequest>(blank());
  step = $state<Step>('address');
  #work = $state<Work>();
  #findings = $state.raw<readonly Finding[]>([]);
  #notes = $state.raw<readonly Finding[]>([]);
  #provenance = $state('');
  #error = $state.raw<CommandError>();
  #tried = $state(false);
  /** A question whose answer no longer matters is dropped. */
  #turn = 0;

  get work(): Work | undefined {
    return this.#work;
  }
  get findings(): readonly Finding[] {
    return this.#findings;
  }
  /** What to know before a password is tried, e.g. `needs_app_password`; the subject may be a page that helps. */
  get notes(): readonly Finding[] {
    return this.#notes;
  }
  /** Where the servers come from: `known_provider`, `autoconfig`, `guess`, `nothing`. */
  get provenance(): string {
    return this.#provenance;
  }
  get error(): CommandError | undefined {
    return this.#error;
  }
  get isChange(): boolean {
    return this.form.source_id !== null;
  }
  /** The fingerprint of a certificate that a person may choose to trust. */
  get untrusted(): { host: string; fingerprint: string } | undefined {
    const finding = this.#findings.find(({ code }) => code.endsWith('certificate_untrusted'));
    const fingerprint = finding?.detail.match(FINGERPRINT)?.[0].replaceAll(':', '').toLowerCase();
    return finding && fingerprint ? { host: finding.subject, fingerprint } : undefined;
  }
  /** What is missing, by field; nothing before somebody tried to go on. */
  get faults(): Readonly<Record<string, string>> {
    return this.#tried ? this.#missing() : {};
  }

  #missing(): Record<string, string> {
    const { address, password, imap, smtp } = this.form;
    const faults: Record<string, string> = {};
    if (!/^[^\s@]+@[^\s@]+$/.test(address.trim())) faults.address = m.sources_fault_address();
    if (password === '' && !this.isChange) faults.password = m.sources_fault_password();
    if (this.step === 'servers') {
      if (imap.host.trim() === '') faults.imap = m.sources_fault_host();
      if (smtp.host.trim() === '') faults.smtp = m.sources_fault_host();
    }
    return faults;
  }

  begin(): void {
    this.#turn++;
    this.form = blank();
    this.step = 'address';
    this.#forget();
  }
  /** Opens what is stored; the password stays where it is unless a new one is typed. */
  async change(source_id: number): Promise<void> {
    this.begin();
    await this.#run('finding', async () => {
      this.form = await call('mailbox_get', { source_id });
      this.step = 'servers';
    });
  }
  cancel(): void {
    this.#turn++;
    this.#work = undefined;
  }

  /** From the address on: finds the servers, tests them, and stops only where a person has to look. */
  async next(): Promise<number | undefined> {
    this.#tried = true;
    if (Object.keys(this.#missing()).length > 0) return undefined;
    this.#tried = false;
    if (this.step === 'servers') return this.#checkAndSave();
    const found = await this.#run('finding', () =>
      call('mail_discover', { address: this.form.address.trim() }),
    );
    if (!found) return undefined;
    this.#notes = found.notes;
    this.#provenance = found.provenance;
    this.form.imap = found.imap ?? blankServer('imap');
    this.form.smtp = found.smtp ?? blankServer('smtp');
    this.form.login = found.login === this.form.address.trim() ? '' : found.login;
    const isSure = found.imap !== null && found.smtp !== null && found.notes.length === 0;
    this.step = 'servers';
    return isSure ? this.#checkAndSave() : undefined;
  }

  /** The person looked at the certificate and trusts it. */
  async trust(fingerprint: string): Promise<number | undefined> {
    this.form.trusted_certificate = fingerprint;
    return this.#checkAndSave();
  }

  setSecurity(kind: 'imap' | 'smtp', security: Security): void {
    const server = this.form[kind];
    // A port that was typed is kept; the usual one follows the protection.
    if (Object.values(PORTS[kind]).includes(server.port)) server.port = PORTS[kind][security];
    server.security = security;
  }

  async #checkAndSave(): Promise<number | undefined> {
    const request = this.#request();
    const checked = await this.#run('checking', () => call('mailbox_check', request));
    if (!checked) return undefined;
    this.#findings = checked.findings;
    if (!checked.ok) return undefined;
    const made = await this.#run('saving', () => call('mailbox_save', request));
    return made?.id;
  }

  #request(): MailboxRequest {
    const form = $state.snapshot(this.form);
    const trimmed = (server: MailServer) => ({ ...server, host: server.host.trim() });
    return {
      ...form,
      address: form.address.trim(),
      login: form.login.trim(),
      imap: trimmed(form.imap),
      smtp: trimmed(form.smtp),
    };
  }

  async #run<R>(work: Work, ask: () => Promise<R>): Promise<R | undefined> {
    const turn = ++this.#turn;
    this.#work = work;
    this.#error = undefined;
    try {
      const answer = await ask();
      return turn === this.#turn ? answer : undefined;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (turn === this.#turn) this.#error = cause;
      return undefined;
    } finally {
      if (turn === this.#turn) this.#work = undefined;
    }
  }

  #forget(): void {
    this.#findings = [];
    this.#notes = [];
    this.#provenance = '';
    this.#error = undefined;
    this.#tried = false;
    this.#work = undefined;
  }
}
