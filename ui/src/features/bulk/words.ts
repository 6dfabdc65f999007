import type { BulkDeed } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';
import { workspace } from '$/sync';

/** The question before a bulk action, with how many conversations it means. */
export function questionText(deed: BulkDeed, count: number): string {
  switch (deed.kind) {
    case 'read':
      return m.bulk_ask_read({ count });
    case 'unread':
      return m.bulk_ask_unread({ count });
    case 'stage':
      return m.bulk_ask_stage({ count, name: workspace.stage(deed.stage_id)?.name ?? '' });
    case 'tags':
      return deed.add.length > 0
        ? m.bulk_ask_tag_add({ count, name: tagNames(deed.add) })
        : m.bulk_ask_tag_remove({ count, name: tagNames(deed.remove) });
    case 'responsible':
      return m.bulk_ask_responsible({
        count,
        name: workspace.member(deed.member_id)?.name ?? m.responsible_nobody(),
      });
    case 'task':
      return m.bulk_ask_task({ count });
    case 'accept':
      return m.bulk_ask_accept({ count });
    case 'snooze':
      return m.bulk_ask_snooze({ count });
    case 'archive':
      return m.bulk_ask_archive({ count });
  }
}

function tagNames(ids: readonly number[]): string {
  return ids.map((id) => workspace.tag(id)?.name ?? '').join(', ');
}
