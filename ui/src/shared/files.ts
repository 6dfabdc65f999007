import FileIcon from '@lucide/svelte/icons/file';
import FileArchiveIcon from '@lucide/svelte/icons/file-archive';
import FileAudioIcon from '@lucide/svelte/icons/file-headphone';
import FileImageIcon from '@lucide/svelte/icons/file-image';
import FileSpreadsheetIcon from '@lucide/svelte/icons/file-spreadsheet';
import FileTextIcon from '@lucide/svelte/icons/file-text';
import FileVideoIcon from '@lucide/svelte/icons/file-play';
import type { Component } from 'svelte';

const ICONS: readonly (readonly [RegExp, Component])[] = [
  [/^image\//, FileImageIcon],
  [/^audio\//, FileAudioIcon],
  [/^video\//, FileVideoIcon],
  [/zip|compressed|x-tar|x-7z/, FileArchiveIcon],
  [/spreadsheet|excel|csv/, FileSpreadsheetIcon],
  [/^text\/|pdf|word|document/, FileTextIcon],
];

/** The icon of a file by its media type. */
export function fileIcon(mime: string): Component {
  return ICONS.find(([pattern]) => pattern.test(mime))?.[1] ?? FileIcon;
}
