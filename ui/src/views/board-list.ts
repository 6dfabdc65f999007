import { Remembered } from '../lib/remember.svelte';
import type { ChatList } from '../lib/router.svelte';

/** The list that the board shows: the one it was opened from. Chats and the board are two views of one query. */
export function rememberedBoardList(): Remembered<ChatList> {
  return new Remembered<ChatList>('board.list', 'all');
}
