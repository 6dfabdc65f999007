import type { PickedFile } from './host';

/** The file chooser of the web view. Both hosts have it, and neither gives away a path. */
export function pickFiles(): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.onchange = () => resolve([...(input.files ?? [])].map(pickedFile));
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** A file that was dropped or pasted. */
export function pickedFile(file: File): PickedFile {
  return { name: file.name, mime: file.type, size: file.size, blob: file };
}

/** The content of a file as `attachment_stage` takes it. */
export async function encodeBase64(content: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable file'));
    reader.readAsDataURL(content);
  });
  return url.slice(url.indexOf(',') + 1);
}
