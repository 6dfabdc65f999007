import type { ChatsSort, Condition, Place, SavedView } from '$/ipc/bindings';
import { FOLDERS, type ChatList, type Folder } from '$/lib/router.svelte';
import { m } from '$/paraglide/messages';

/** A list of chats that can be opened: a folder, a view that comes with Runnel, or a saved one. */
export interface ListShown {
  key: ChatList;
  name: string;
  place: Place | null;
  /** What the list itself asks for. */
  filter: Condition | null;
  /** Order it opens with; the newest first where none is said. */
  sort?: ChatsSort;
  /** Columns it opens with; the usual ones where none are said. */
  columns?: readonly string[];
  saved?: SavedView;
}

/** Views that come with Runnel, in the order in which they stand. */
export const BUILT_IN = ['mine', 'unassigned', 'waiting', 'snoozed'] as const;

/** In work or waiting for it: what is archived is nobody's turn. */
const OPEN: Condition['when'] = { test: { folder: ['new', 'accepted'] } };
const all = (...clauses: Condition['when'][]): Condition => ({ v: 1, when: { all: clauses } });

/** A list by its key; `undefined`: a saved view that is not there (yet). */
export function listOf(key: ChatList, saved: readonly SavedView[], me: number): ListShown | undefined {
  if (isFolder(key)) return { key, name: folderName(key), place: key, filter: null };
  switch (key) {
    case 'all':
      return { key, name: m.view_all(), place: null, filter: null };
    case 'snoozed':
      return { key, name: m.view_snoozed(), place: 'snoozed', filter: null };
    case 'quarantine':
      return { key, name: m.view_quarantine(), place: 'quarantine', filter: null };
    case 'mine':
      return {
        key,
        name: m.view_mine(),
        place: null,
        filter: all({ test: { responsible: { any: [me], nobody: false } } }, OPEN),
      };
    case 'unassigned':
      return {
        key,
        name: m.view_unassigned(),
        place: null,
        filter: all({ test: { responsible: { any: [], nobody: true } } }, OPEN),
      };
    case 'waiting':
      return {
        key,
        name: m.view_waiting(),
        place: null,
        filter: all({ test: { state: ['unanswered'] } }, OPEN),
        sort: { column: 'response', descending: true },
      };
  }
  const view = saved.find((one) => viewKey(one.id) === key);
  return view && savedList(view);
}

export function savedList(view: SavedView): ListShown {
  const { place, filter, sort, columns } = view.query;
  return { key: viewKey(view.id), name: view.name, place, filter, sort, columns, saved: view };
}

/** What a board asks of a list: a saved view of one folder is about that folder there, too. */
export function boardFilter(list: ListShown | undefined, filter: Condition | null): Condition | null {
  const folder = FOLDERS.find((one) => one === list?.place);
  if (!list?.saved || folder === undefined) return filter;
  const within: Condition['when'] = { test: { folder: [folder] } };
  return filter === null ? all(within) : all(within, filter.when);
}

export function viewKey(id: number): ChatList {
  return `view-${id}`;
}

export function isFolder(key: ChatList): key is Folder {
  return FOLDERS.some((folder) => folder === key);
}

export function folderName(folder: Folder): string {
  return { new: m.folder_new, accepted: m.folder_accepted, archive: m.folder_archive }[folder]();
}
