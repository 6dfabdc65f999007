import type { Attachment } from '$/ipc/bindings';
import { CommandError, host } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { notify, notifyError } from '$/shared/toast';

/** Saves a file where the person says, and tells so. */
export async function saveFile({ id, name }: Attachment): Promise<void> {
  await told(async () => {
    if (await host().saveAttachment(id, name)) notify(m.attachment_saved({ name }));
  });
}
/** Opens a file with the program that the person uses for it; `undefined` where there is no desktop. */
export function openFile(): ((file: Attachment) => void) | undefined {
  const open = host().openAttachment;
  return open && (({ id }) => void told(() => open(id)));
}
/** Shows a file in its folder; `undefined` where there is no desktop. */
export function showFile(): ((file: Attachment) => void) | undefined {
  const show = host().showAttachment;
  return show && (({ id }) => void told(() => show(id)));
}

async function told(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    notifyError(
      cause instanceof CommandError
        ? cause
        : new CommandError('attachment_get', 'internal', {}, String(cause)),
    );
  }
}
