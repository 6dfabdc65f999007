import EyeIcon from '@lucide/svelte/icons/eye';
import ListIcon from '@lucide/svelte/icons/list';
import XIcon from '@lucide/svelte/icons/x';
import type { Action } from '../lib/commands.svelte';
import { m } from '../paraglide/messages';
import { filterCommands, type FilterDesk } from './filter-commands';

/** What the keys of the board act on. */
export interface BoardDesk extends FilterDesk {
  close: () => void;
  /** The same query as a list of chats. */
  showList: () => void;
  /** Shows or hides stages without a card. */
  hideEmpty: () => void;
}

/** What can be done on the board by key and palette. */
export function boardCommands(desk: BoardDesk): Action[] {
  const group = m.nav_pipeline;
  return [
    ...filterCommands(desk, group),
    { id: 'pipeline.list', title: m.pipeline_show_list, group, icon: ListIcon, run: desk.showList },
    { id: 'pipeline.empty', title: m.pipeline_hide_empty, group, icon: EyeIcon, run: desk.hideEmpty },
    {
      id: 'pipeline.close',
      title: m.pipeline_close,
      group,
      shortcuts: ['Escape'],
      icon: XIcon,
      when: desk.isOpen,
      run: desk.close,
    },
  ];
}
