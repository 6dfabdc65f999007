import BookmarkIcon from '@lucide/svelte/icons/bookmark';
import FunnelIcon from '@lucide/svelte/icons/funnel';
import FunnelXIcon from '@lucide/svelte/icons/funnel-x';
import type { Action } from '../lib/commands.svelte';
import { m } from '../paraglide/messages';

/** A list with filters and views: the table of chats, or a board. */
export interface FilterDesk {
  /** A conversation is open. */
  isOpen: () => boolean;
  addFilter: () => void;
  resetFilters: () => void;
  isFiltered: () => boolean;
  saveView: () => void;
  manageViews: () => void;
}

/** What can be done with the filter of a list; the same on the table and on a board. */
export function filterCommands(desk: FilterDesk, group: () => string): Action[] {
  return [
    {
      id: 'filter.add',
      title: m.command_filter_add,
      group,
      shortcuts: ['f'],
      icon: FunnelIcon,
      // Beside an open conversation the key is that of its thread.
      when: () => !desk.isOpen(),
      run: desk.addFilter,
    },
    {
      id: 'filter.reset',
      title: m.command_filter_reset,
      group,
      shortcuts: ['Shift+F'],
      icon: FunnelXIcon,
      when: desk.isFiltered,
      run: desk.resetFilters,
    },
    {
      id: 'view.save',
      title: m.command_view_save,
      group,
      icon: BookmarkIcon,
      when: desk.isFiltered,
      run: desk.saveView,
    },
    { id: 'view.manage', title: m.command_view_manage, group, icon: BookmarkIcon, run: desk.manageViews },
  ];
}
