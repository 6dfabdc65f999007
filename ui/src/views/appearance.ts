import { CommandError } from '../ipc/client';
import { theme, type Density, type ThemeChoice } from '../lib/theme.svelte';
import { notifyError } from '../shared/toast';
import { rights, workspace } from '../sync';

export function themeChoice(): ThemeChoice {
  return theme.choice;
}

/** Shows at once, and stores it in the workspace. */
export function chooseTheme(choice: ThemeChoice): void {
  theme.choice = choice;
  void store({ theme: choice });
}

export function chooseDensity(density: Density): void {
  theme.density = density;
  void store({ density });
}

async function store(part: Parameters<typeof workspace.setSettings>[0]): Promise<void> {
  // The look of the workspace is everybody's; who may not set it changes this window alone.
  if (!rights.arranges) return;
  try {
    await workspace.setSettings(part);
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    notifyError(cause);
  }
}
