import type { Level } from '../ipc/bindings';
import { m } from '../paraglide/messages';

/** What a board can grant, least first (CP-3). */
export const LEVELS: readonly Level[] = ['none', 'view', 'edit', 'full'];
export const LEVEL_NAMES: Readonly<Record<Level, () => string>> = {
  none: m.access_level_none,
  view: m.access_level_view,
  edit: m.access_level_edit,
  full: m.access_level_full,
};
export const LEVEL_TEXTS: Readonly<Record<Level, () => string>> = {
  none: m.access_level_none_text,
  view: m.access_level_view_text,
  edit: m.access_level_edit_text,
  full: m.access_level_full_text,
};
