import { toast } from 'svelte-sonner';
import { call, CommandError } from '../ipc/client';
import { wordError } from '../lib/errors';
import { m } from '../paraglide/messages';
import { undoneText } from './operation-words';

/** Long enough to read the sentence and find the key (milliseconds). */
const STAY_MS = 8000;

/** Tells what was done; with `undo`, offers to take it back; with `action`, offers something else. */
export function notify(
  text: string,
  options: { undo?: () => void; action?: { label: string; run: () => void } } = {},
): void {
  const { undo, action } = options;
  const offer = undo ? { label: m.undo(), run: undo } : action;
  toast(text, {
    duration: STAY_MS,
    action: offer && { label: offer.label, onClick: offer.run },
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

/** Tells what a command did; its operation can be taken back from the toast. */
export function notifyDone(text: string, operation: number | null): void {
  notify(text, { undo: operation === null ? undefined : () => void undo(operation) });
}

/** Takes an operation back; `null` is the last one that stands. */
export async function undo(operation: number | null): Promise<void> {
  try {
    const undone = await call('operation_undo', { operation });
    if (undone.label === null) {
      notify(m.undo_nothing());
      return;
    }
    const again = undone.operation;
    toast(undoneText(undone.label), {
      duration: STAY_MS,
      action: again === null ? undefined : { label: m.redo(), onClick: () => void undo(again) },
    });
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    notifyError(cause);
  }
}
