import { toast } from 'svelte-sonner';
import type { CommandError } from '../ipc/client';
import { wordError } from '../lib/errors';
import { m } from '../paraglide/messages';

/** Long enough to read the sentence and find the key (milliseconds). */
const STAY_MS = 8000;

/** Tells what was done; with `undo`, offers to take it back. */
export function notify(text: string, options: { undo?: () => void } = {}): void {
  const { undo } = options;
  toast(text, {
    duration: STAY_MS,
    action: undo && { label: m.undo(), onClick: undo },
  });
}

/** Tells that something failed, what is safe, and offers to try again. */
export function notifyError(error: CommandError, retry?: () => void): void {
  const { title, safe, detail } = wordError(error);
  toast.error(title, {
    description: detail ? `${safe} (${detail})` : safe,
    duration: STAY_MS * 2,
    action: retry && { label: m.retry(), onClick: retry },
  });
}
