import AlarmClockIcon from '@lucide/svelte/icons/alarm-clock';
import ArchiveIcon from '@lucide/svelte/icons/archive';
import CalendarClockIcon from '@lucide/svelte/icons/calendar-clock';
import CheckIcon from '@lucide/svelte/icons/check';
import CircleCheckIcon from '@lucide/svelte/icons/circle-check';
import CirclePauseIcon from '@lucide/svelte/icons/circle-pause';
import ListFilterIcon from '@lucide/svelte/icons/list-filter';
import MailIcon from '@lucide/svelte/icons/mail';
import PanelRightIcon from '@lucide/svelte/icons/panel-right';
import ReplyIcon from '@lucide/svelte/icons/reply';
import SendIcon from '@lucide/svelte/icons/send-horizontal';
import SquareKanbanIcon from '@lucide/svelte/icons/square-kanban';
import StickyNoteIcon from '@lucide/svelte/icons/sticky-note';
import TagIcon from '@lucide/svelte/icons/tag';
import TextQuoteIcon from '@lucide/svelte/icons/text-quote';
import UserPlusIcon from '@lucide/svelte/icons/user-plus';
import XIcon from '@lucide/svelte/icons/x';
import type { Folder } from '../ipc/bindings';
import type { Action, ActionInfo } from '../lib/commands.svelte';
import { m } from '../paraglide/messages';
import { filterCommands, type FilterDesk } from './filter-commands';

/** What the keys of the chats act on. */
export interface ChatDesk extends FilterDesk {
  /** The folder of the open conversation, or of the row under the cursor; `undefined`: there is none. */
  folder: () => Folder | undefined;
  /** A conversation is open. */
  isOpen: () => boolean;
  step: (by: 1 | -1) => void;
  close: () => void;
  accept: () => void;
  archive: () => void;
  chooseStage: () => void;
  toggleUnread: () => void;
  /** Opens a dialog about it. */
  ask: (what: 'resolve' | 'transfer' | 'snooze' | 'assign' | 'tag') => void;
  toggleHold: () => void;
  /** It is put aside. */
  snoozed: () => boolean;
  wake: () => void;
  write: (mode: 'reply' | 'note') => void;
  templates: () => void;
  sendLater: () => void;
  chooseFilter: () => void;
  toggleContact: () => void;
}

/** What can be done in Chats by key and palette. */
export function chatCommands(desk: ChatDesk): Action[] {
  const some = () => desk.folder() !== undefined;
  const group = m.group_chats;
  return [
    { id: 'chats.next', title: m.command_open_next, group, shortcuts: ['j'], run: () => desk.step(1) },
    {
      id: 'chats.previous',
      title: m.command_open_previous,
      group,
      shortcuts: ['k'],
      run: () => desk.step(-1),
    },
    {
      id: 'conversation.accept',
      title: m.command_accept,
      group,
      shortcuts: ['Shift+A'],
      icon: CheckIcon,
      when: () => desk.folder() === 'new',
      run: desk.accept,
    },
    {
      id: 'conversation.archive',
      title: m.command_archive,
      group,
      shortcuts: ['e'],
      icon: ArchiveIcon,
      when: () => some() && desk.folder() !== 'archive',
      run: desk.archive,
    },
    {
      id: 'conversation.stage',
      title: m.command_move_stage,
      group,
      shortcuts: ['m'],
      icon: SquareKanbanIcon,
      when: some,
      run: desk.chooseStage,
    },
    {
      id: 'conversation.resolve',
      title: m.command_resolve,
      group,
      shortcuts: ['Shift+E'],
      icon: CircleCheckIcon,
      when: some,
      run: () => desk.ask('resolve'),
    },
    {
      id: 'conversation.hold',
      title: m.command_hold,
      group,
      shortcuts: ['h'],
      icon: CirclePauseIcon,
      when: some,
      run: desk.toggleHold,
    },
    {
      id: 'conversation.assign',
      title: m.command_assign,
      group,
      shortcuts: ['a'],
      icon: UserPlusIcon,
      when: some,
      run: () => desk.ask('assign'),
    },
    {
      id: 'conversation.transfer',
      title: m.command_transfer,
      group,
      shortcuts: ['t'],
      icon: SendIcon,
      when: some,
      run: () => desk.ask('transfer'),
    },
    {
      id: 'conversation.tag',
      title: m.command_tag,
      group,
      shortcuts: ['l'],
      icon: TagIcon,
      when: some,
      run: () => desk.ask('tag'),
    },
    {
      id: 'conversation.snooze',
      title: m.command_snooze,
      group,
      shortcuts: ['s'],
      icon: AlarmClockIcon,
      when: some,
      run: () => desk.ask('snooze'),
    },
    {
      id: 'conversation.wake',
      title: m.command_wake,
      group,
      shortcuts: ['Shift+S'],
      icon: AlarmClockIcon,
      when: () => some() && desk.snoozed(),
      run: desk.wake,
    },
    {
      id: 'conversation.unread',
      title: m.command_unread,
      group,
      shortcuts: ['u'],
      icon: MailIcon,
      when: some,
      run: desk.toggleUnread,
    },
    {
      id: 'conversation.reply',
      title: m.command_reply,
      group,
      shortcuts: ['r'],
      icon: ReplyIcon,
      when: desk.isOpen,
      run: () => desk.write('reply'),
    },
    {
      id: 'conversation.template',
      title: m.templates_use,
      group,
      shortcuts: ['q'],
      icon: TextQuoteIcon,
      when: desk.isOpen,
      run: desk.templates,
    },
    {
      id: 'conversation.send_later',
      title: m.send_later,
      group,
      shortcuts: ['$mod+Shift+Enter'],
      icon: CalendarClockIcon,
      when: desk.isOpen,
      run: desk.sendLater,
    },
    {
      id: 'conversation.note',
      title: m.command_note,
      group,
      shortcuts: ['n'],
      icon: StickyNoteIcon,
      when: desk.isOpen,
      run: () => desk.write('note'),
    },
    {
      id: 'conversation.filter',
      title: m.timeline_filter,
      group,
      shortcuts: ['f'],
      icon: ListFilterIcon,
      when: desk.isOpen,
      run: desk.chooseFilter,
    },
    {
      id: 'conversation.contact',
      title: m.command_show_contact,
      group,
      shortcuts: ['i'],
      icon: PanelRightIcon,
      when: desk.isOpen,
      run: desk.toggleContact,
    },
    ...filterCommands(desk, group),
    {
      id: 'conversation.close',
      title: m.command_close_conversation,
      group,
      shortcuts: ['Escape'],
      icon: XIcon,
      when: desk.isOpen,
      run: desk.close,
    },
  ];
}

const nothing = (): undefined => undefined;
/** What can be done in Chats, for lists of keys that are looked at elsewhere. */
export const CHAT_COMMANDS: readonly ActionInfo[] = chatCommands({
  folder: nothing,
  isOpen: () => false,
  step: nothing,
  close: nothing,
  accept: nothing,
  archive: nothing,
  chooseStage: nothing,
  toggleUnread: nothing,
  ask: nothing,
  toggleHold: nothing,
  snoozed: () => false,
  wake: nothing,
  write: nothing,
  templates: nothing,
  sendLater: nothing,
  chooseFilter: nothing,
  toggleContact: nothing,
  addFilter: nothing,
  resetFilters: nothing,
  isFiltered: () => false,
  saveView: nothing,
  manageViews: nothing,
});
