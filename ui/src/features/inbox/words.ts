import type { ChatRow } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';
import { workspace } from '$/sync';
import { stageColour } from '$/shared/display/stage';

/** The last message on one line; ours says so. */
export function snippetText(row: Pick<ChatRow, 'snippet' | 'last_direction'>): string {
  if (row.last_direction === null) return m.chats_no_messages();
  return row.last_direction === 'out' ? m.chats_you({ text: row.snippet }) : row.snippet;
}

/** Tags by id as TagList shows them; one that was deleted a moment ago is left out. */
export function shownTags(ids: readonly number[]): { id: number; name: string; colour?: string }[] {
  return ids.flatMap((id) => {
    const tag = workspace.tag(id);
    return tag ? [{ id, name: tag.name, colour: tag.color ? stageColour(tag.color) : undefined }] : [];
  });
}
