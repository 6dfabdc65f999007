import CableIcon from '@lucide/svelte/icons/cable';
import CalendarClockIcon from '@lucide/svelte/icons/calendar-clock';
import HelpIcon from '@lucide/svelte/icons/circle-question-mark';
import KeyboardIcon from '@lucide/svelte/icons/keyboard';
import MessageIcon from '@lucide/svelte/icons/message-square';
import SearchIcon from '@lucide/svelte/icons/search';
import PenLineIcon from '@lucide/svelte/icons/pen-line';
import RowsIcon from '@lucide/svelte/icons/rows-3';
import SettingsIcon from '@lucide/svelte/icons/settings';
import SquareCheckIcon from '@lucide/svelte/icons/square-check-big';
import SquareKanbanIcon from '@lucide/svelte/icons/square-kanban';
import SunMoonIcon from '@lucide/svelte/icons/sun-moon';
import TagIcon from '@lucide/svelte/icons/tag';
import TextQuoteIcon from '@lucide/svelte/icons/text-quote';
import UsersIcon from '@lucide/svelte/icons/users';
import UndoIcon from '@lucide/svelte/icons/undo-2';
import ZapIcon from '@lucide/svelte/icons/zap';
import type { Action } from '../lib/commands.svelte';
import { router, type Route } from '../lib/router.svelte';
import { theme } from '../lib/theme.svelte';
import { m } from '../paraglide/messages';
import { undo } from '../shared/toast';
import { rights, workspace } from '../sync';
import { chooseDensity, chooseTheme } from './appearance';
import { focusPane } from './panes';

interface Shell {
  openPalette: () => void;
  openShortcuts: () => void;
  writeFirst: () => void;
  /** `within`: only in the conversation that is open. */
  openSearch: (within: boolean) => void;
  /** A conversation is open. */
  hasConversation: () => boolean;
}

/** What can be done anywhere in the window. */
export function shellCommands(shell: Shell): Action[] {
  const go = (
    id: string,
    title: Action['title'],
    keys: string,
    icon: Action['icon'],
    route: Route,
  ): Action => ({
    id: `go.${id}`,
    title,
    group: m.group_go,
    shortcuts: [keys],
    icon,
    run: () => router.go(route),
  });
  return [
    {
      id: 'palette.open',
      title: m.palette_title,
      group: m.group_general,
      shortcuts: ['$mod+k'],
      hidden: true,
      run: shell.openPalette,
    },
    {
      id: 'search.open',
      title: m.search_title,
      group: m.group_general,
      shortcuts: ['/', '$mod+f'],
      icon: SearchIcon,
      run: () => shell.openSearch(false),
    },
    {
      id: 'search.within',
      title: m.search_within_command,
      group: m.group_chats,
      shortcuts: ['$mod+Shift+f'],
      icon: SearchIcon,
      when: shell.hasConversation,
      run: () => shell.openSearch(true),
    },
    {
      id: 'help.shortcuts',
      title: m.shortcuts_title,
      group: m.group_general,
      shortcuts: ['Shift+?'],
      icon: KeyboardIcon,
      run: shell.openShortcuts,
    },
    {
      id: 'message.first',
      title: m.write_first_action,
      group: m.group_general,
      shortcuts: ['c'],
      icon: PenLineIcon,
      run: shell.writeFirst,
    },
    {
      id: 'operation.undo',
      title: m.undo,
      group: m.group_general,
      shortcuts: ['z', '$mod+z'],
      icon: UndoIcon,
      run: () => void undo(null),
    },
    {
      id: 'pane.next',
      title: m.pane_next,
      group: m.group_general,
      shortcuts: ['F6'],
      hidden: true,
      run: () => focusPane(1),
    },
    {
      id: 'pane.previous',
      title: m.pane_previous,
      group: m.group_general,
      shortcuts: ['Shift+F6'],
      hidden: true,
      run: () => focusPane(-1),
    },
    go('chats', m.nav_chats, 'g c', MessageIcon, { view: 'chats', folder: 'new' }),
    go('accepted', m.folder_accepted, 'g a', MessageIcon, { view: 'chats', folder: 'accepted' }),
    go('archive', m.folder_archive, 'g h', MessageIcon, { view: 'chats', folder: 'archive' }),
    go('pipeline', m.nav_pipeline, 'g p', SquareKanbanIcon, { view: 'pipeline' }),
    go('tasks', m.nav_tasks, 'g t', SquareCheckIcon, { view: 'tasks' }),
    go('tags', m.tags_title, 'g l', TagIcon, { view: 'tags' }),
    go('templates', m.templates_title, 'g m', TextQuoteIcon, { view: 'templates' }),
    go('scheduled', m.scheduled_title, 'g d', CalendarClockIcon, { view: 'scheduled' }),
    { ...go('triggers', m.nav_triggers, 'g r', ZapIcon, { view: 'triggers' }), when: () => rights.leads },
    { ...go('sources', m.nav_sources, 'g o', CableIcon, { view: 'sources' }), when: () => rights.arranges },
    {
      id: 'member.act',
      title: m.access_act_title,
      group: m.group_general,
      icon: UsersIcon,
      when: () => workspace.members.length > 1,
      run: () => router.go({ view: 'settings', section: 'people' }),
    },
    go('settings', m.nav_settings, 'g s', SettingsIcon, { view: 'settings' }),
    go('help', m.help_title, 'F1', HelpIcon, { view: 'help' }),
    {
      id: 'theme.toggle',
      title: m.theme_toggle,
      group: m.group_look,
      icon: SunMoonIcon,
      run: () => chooseTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'density.toggle',
      title: m.density_toggle,
      group: m.group_look,
      icon: RowsIcon,
      run: () => chooseDensity(theme.density === 'compact' ? 'normal' : 'compact'),
    },
  ];
}
