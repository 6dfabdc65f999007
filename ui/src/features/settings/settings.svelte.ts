import type { Settings } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { notifyError } from '$/shared/toast';
import { feed, workspace } from '$/sync';

/** Currencies of the countries whose languages Runnel's people write, and the widely used rest. */
export const CURRENCIES: readonly string[] = [
  'EUR',
  'BRL',
  'RUB',
  'USD',
  'GBP',
  'CHF',
  'MXN',
  'ARS',
  'COP',
  'CLP',
  'KZT',
  'UAH',
  'PLN',
];
/** Countries whose phone numbers can be typed without their code: those of the core (addressee/countries.rs). */
export const COUNTRIES: readonly string[] =
  'AE AM AR AT AU AZ BE BG BO BR BY CA CH CL CN CO CR CU CY CZ DE DK DO EC EE EG ES FI FR GB GE GR GT HN HR HU IE IL IN IS IT JP KG KZ LT LU LV MA MD ME MK MT MX NI NL NO NZ PA PE PL PT PY RO RS RU SE SI SK SV TH TJ TM TR UA US UY UZ VE ZA'.split(
    ' ',
  );
/** Seconds in which a sent message can be taken back; 0 sends at once. */
export const UNDO_SECONDS: readonly number[] = [0, 5, 10, 20, 30];
/** How many sample conversations the offer fills in. */
export const SAMPLE_SIZE = 300;

export async function saveSettings(part: Partial<Settings>): Promise<void> {
  try {
    await workspace.setSettings(part);
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    notifyError(cause);
  }
}

export function rename(member_id: number, name: string): Promise<boolean> {
  return attempt(() => call('member_rename', { member_id, name }), m.settings_renamed());
}

/** Sample data: filled in with progress, stopped on request, removed in one click. */
export class Sample {
  #asked = $state<'filling' | 'removing'>();

  /** What is going on, if anything. */
  get work(): 'filling' | 'removing' | undefined {
    if (feed.progress('sample_fill')) return 'filling';
    if (feed.progress('sample_remove')) return 'removing';
    return this.#asked;
  }
  get progress() {
    return feed.progress('sample_fill') ?? feed.progress('sample_remove');
  }
  async fill(conversations: number): Promise<void> {
    await this.#run('filling', () => call('sample_fill', { conversations }), m.settings_sample_filled());
  }
  async remove(): Promise<void> {
    await this.#run('removing', () => call('sample_remove', {}), m.settings_sample_removed());
  }
  stop(): void {
    void attempt(() => call('sample_cancel', {}));
  }
  async #run(
    work: 'filling' | 'removing',
    command: () => Promise<{ operation: number | null }>,
    done: string,
  ): Promise<void> {
    this.#asked = work;
    await attempt(command, done);
    this.#asked = undefined;
    workspace.reload();
  }
}
