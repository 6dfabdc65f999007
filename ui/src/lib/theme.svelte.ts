import { Remembered } from './remember.svelte';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Density = 'normal' | 'compact';

const choice = new Remembered<ThemeChoice>('theme', 'system');
const density = new Remembered<Density>('density', 'normal');
const systemDark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

/** Light, dark or as the system has it, and the height of rows; on `<html data-theme data-density>`. */
export const theme = {
  get choice(): ThemeChoice {
    return choice.value;
  },
  set choice(value: ThemeChoice) {
    choice.value = value;
    apply();
  },
  get density(): Density {
    return density.value;
  },
  set density(value: Density) {
    density.value = value;
    apply();
  },
  /** Pixels of a row in lists and tables, for virtual lists. */
  get rowHeight(): number {
    return density.value === 'compact' ? 36 : 44;
  },
  start(): void {
    systemDark?.addEventListener('change', apply);
    apply();
  },
};

function apply(): void {
  const dark = choice.value === 'dark' || (choice.value === 'system' && systemDark?.matches === true);
  const root = document.documentElement;
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.density = density.value;
  root.style.colorScheme = dark ? 'dark' : 'light';
}
