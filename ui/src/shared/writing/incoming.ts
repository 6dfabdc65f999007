import { CommandError, host } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { notifyError } from '$/shared/toast';
import { toBase64 } from './base64';
import type { Fresh } from './staging.svelte';

/** Files of a drop or of the clipboard. A picture from the clipboard gets a name of its own. */
export function freshFiles(files: Iterable<File>, now = new Date()): Fresh[] {
  return [...files].map((file, index) => ({
    name: pastedName(file, index, now),
    mime: file.type,
    size: file.size,
    bytes: () => toBase64(file),
  }));
}

/** Browsers call every pasted picture `image.png`: two of them shall not look like one. */
function pastedName(file: File, index: number, now: Date): string {
  if (file.name !== '' && file.name !== 'image.png') return file.name;
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  const ending = file.type.split('/')[1]?.replace('jpeg', 'jpg') ?? 'png';
  return `${m.composer_pasted_name()} ${day} ${time}${index > 0 ? ` (${index + 1})` : ''}.${ending}`;
}

/** What the person picks in the system's own dialog. */
export async function pickFiles(): Promise<Fresh[]> {
  try {
    const picked = await host().pickFiles();
    return picked.flatMap(({ name, mime, size, blob }) =>
      blob ? [{ name, mime, size, bytes: () => toBase64(blob) }] : [],
    );
  } catch (cause) {
    notifyError(
      cause instanceof CommandError
        ? cause
        : new CommandError('attachment_stage', 'internal', {}, String(cause)),
    );
    return [];
  }
}
