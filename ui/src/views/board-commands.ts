import ArrowDownIcon from '@lucide/svelte/icons/arrow-down';
import ArrowLeftIcon from '@lucide/svelte/icons/arrow-left';
import ArrowRightIcon from '@lucide/svelte/icons/arrow-right';
import ArrowUpIcon from '@lucide/svelte/icons/arrow-up';
import EyeIcon from '@lucide/svelte/icons/eye';
import ListIcon from '@lucide/svelte/icons/list';
import SquareKanbanIcon from '@lucide/svelte/icons/square-kanban';
import PanelRightIcon from '@lucide/svelte/icons/panel-right';
import PlusIcon from '@lucide/svelte/icons/plus';
import XIcon from '@lucide/svelte/icons/x';
import type { Action, ActionInfo } from '../lib/commands.svelte';
import { m } from '../paraglide/messages';
import { filterCommands, type FilterDesk } from './filter-commands';

/** What the keys of the board act on. */
export interface BoardDesk extends FilterDesk {
  close: () => void;
  /** A card has the focus. */
  hasCard: () => boolean;
  /** Asks where it shall go. */
  chooseStage: () => void;
  /** Moves it by one place. */
  nudge: (by: 'left' | 'right' | 'up' | 'down') => void;
  /** Adds a deal, where the member may. */
  addDeal: () => void;
  mayAdd: () => boolean;
  /** A conversation is open that has a deal, too: shows the other one of the two. */
  hasBoth: () => boolean;
  showOther: () => void;
  /** The same query as a list of chats. */
  showList: () => void;
  /** Shows or hides stages without a card. */
  hideEmpty: () => void;
}

const MOVES = [
  ['left', 'ArrowLeft', m.pipeline_card_left, ArrowLeftIcon],
  ['right', 'ArrowRight', m.pipeline_card_right, ArrowRightIcon],
  ['up', 'ArrowUp', m.pipeline_card_up, ArrowUpIcon],
  ['down', 'ArrowDown', m.pipeline_card_down, ArrowDownIcon],
] as const;

/** What can be done on the board by key and palette. */
export function boardCommands(desk: BoardDesk): Action[] {
  const group = m.nav_pipeline;
  return [
    ...filterCommands(desk, group),
    {
      id: 'pipeline.move',
      title: m.pipeline_card_move,
      group,
      shortcuts: ['m'],
      icon: SquareKanbanIcon,
      when: desk.hasCard,
      run: desk.chooseStage,
    },
    ...MOVES.map(([by, key, title, icon]) => ({
      id: `pipeline.${by}`,
      title,
      group,
      shortcuts: [`$mod+Shift+${key}`],
      icon,
      when: desk.hasCard,
      run: () => desk.nudge(by),
    })),
    { id: 'pipeline.list', title: m.pipeline_show_list, group, icon: ListIcon, run: desk.showList },
    { id: 'pipeline.empty', title: m.pipeline_hide_empty, group, icon: EyeIcon, run: desk.hideEmpty },
    {
      id: 'deal.add',
      title: m.deal_new,
      group,
      icon: PlusIcon,
      shortcuts: ['Shift+d'],
      when: desk.mayAdd,
      run: desk.addDeal,
    },
    {
      id: 'deal.show',
      title: m.deal_show,
      group,
      icon: PanelRightIcon,
      shortcuts: ['Shift+o'],
      when: desk.hasBoth,
      run: desk.showOther,
    },
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

const nothing = (): undefined => undefined;
const no = () => false;
/** What can be done on the board, for lists of keys that are looked at elsewhere. */
export const BOARD_COMMANDS: readonly ActionInfo[] = boardCommands({
  isOpen: no,
  close: nothing,
  hasCard: no,
  chooseStage: nothing,
  nudge: nothing,
  addDeal: nothing,
  mayAdd: no,
  hasBoth: no,
  showOther: nothing,
  showList: nothing,
  hideEmpty: nothing,
  addFilter: nothing,
  resetFilters: nothing,
  isFiltered: no,
  saveView: nothing,
  manageViews: nothing,
});
