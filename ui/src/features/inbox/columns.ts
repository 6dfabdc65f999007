import { NEWEST } from '$/shared/filter/list-lens.svelte';
import type { ChatsColumn, ChatsSort } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';
import type { Column } from '$/shared/lists/columns.svelte';

/** The eight columns of the chat table (UC-10), in the order in which they stand, and two on demand. */
export type ChatColumn =
  | 'client'
  | 'stage'
  | 'response'
  | 'price'
  | 'task'
  | 'responsible'
  | 'tags'
  | 'source'
  | 'stars'
  | 'activity';

export const CHAT_COLUMNS: readonly Column<ChatColumn>[] = [
  { id: 'client', title: m.column_client, width: 240, min: 180, grow: true, sortable: true },
  { id: 'stage', title: m.column_stage, width: 136, min: 96, sortable: true },
  { id: 'response', title: m.column_response, width: 120, min: 84, sortable: true },
  { id: 'price', title: m.column_price, width: 128, min: 72, align: 'end', sortable: true },
  { id: 'task', title: m.column_task, width: 184, min: 96, sortable: true },
  { id: 'responsible', title: m.column_responsible, width: 128, min: 84, sortable: true },
  { id: 'tags', title: m.column_tags, width: 140, min: 80, sortable: true },
  { id: 'source', title: m.column_source, width: 108, min: 72, sortable: true },
  { id: 'stars', title: m.column_stars, width: 104, min: 96, sortable: true, optional: true },
  { id: 'activity', title: m.column_activity, width: 120, min: 84, sortable: true, optional: true },
];

/** Which way a column is sorted when its head is pressed first: names from A, who waits longest and the most money on top. */
const DESCENDING_FIRST: readonly ChatsColumn[] = ['activity', 'response', 'price', 'stars'];

/** Pressing a head sorts by it, again turns the order, a third time goes back to the newest first. */
export function nextSort(now: ChatsSort, column: ChatColumn): ChatsSort {
  const first = DESCENDING_FIRST.includes(column);
  if (now.column !== column) return { column, descending: first };
  return now.descending === first ? { column, descending: !first } : NEWEST;
}
