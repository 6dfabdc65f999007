import type { MomentPreset } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';

const PRESETS: Readonly<Record<string, () => string>> = {
  in_3_hours: m.when_in_3_hours,
  afternoon: m.when_afternoon,
  evening: m.when_evening,
  tomorrow: m.when_tomorrow,
  saturday: m.when_saturday,
  monday: m.when_monday,
};

/** The name of a ready-made moment; that of a newer core is told by its time alone. */
export function presetName(preset: MomentPreset): string {
  return PRESETS[preset.name]?.() ?? '';
}

/** What is said about the text so far. */
export type Reading = 'empty' | 'reading' | 'moment' | 'past' | 'unknown' | 'unreachable';

/**
 * A moment being chosen: what is offered ready-made, and what the typed text means. The core reads the text, so that
 * the same words mean the same moment everywhere.
 */
export class When {
  #presets = $state.raw<readonly MomentPreset[]>([]);
  #text = $state('');
  #at = $state<number | null>(null);
  #reading = $state<Reading>('empty');
  #turn = 0;

  get presets(): readonly MomentPreset[] {
    return this.#presets;
  }
  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    this.#text = text;
    void this.#read();
  }
  /** The moment that the text names. */
  get at(): number | null {
    return this.#at;
  }
  get reading(): Reading {
    return this.#reading;
  }

  /** Asks for what is offered now. Without the core nothing is offered, and the text says why. */
  async open(): Promise<void> {
    try {
      this.#presets = (await call('moment_presets', {})).presets;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.#reading = 'unreachable';
    }
  }

  /** A day of the calendar: an hour that was typed before it stays. */
  chooseDay(day: { year: number; month: number; day: number }): void {
    const two = (number: number) => String(number).padStart(2, '0');
    const hour = /\b\d{1,2}:\d{2}\b/.exec(this.#text)?.[0] ?? '08:00';
    this.text = `${day.year}-${two(day.month)}-${two(day.day)} ${hour}`;
  }

  async #read(): Promise<void> {
    const turn = ++this.#turn;
    const text = this.#text.trim();
    if (text === '') {
      this.#at = null;
      this.#reading = 'empty';
      return;
    }
    // What was read before says nothing about what stands there now, but it must not flicker away either.
    if (this.#reading === 'empty') this.#reading = 'reading';
    try {
      const { at, understood } = await call('moment_parse', { text });
      if (turn !== this.#turn) return;
      this.#at = at;
      this.#reading = at !== null ? 'moment' : understood ? 'past' : 'unknown';
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (turn !== this.#turn) return;
      this.#at = null;
      this.#reading = 'unreachable';
    }
  }

  /** What the text means now, also when its answer is still on the way: Enter comes fast. */
  async settled(): Promise<number | null> {
    await this.#read();
    return this.#at;
  }
}
