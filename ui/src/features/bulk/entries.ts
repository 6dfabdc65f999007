import ArchiveIcon from '@lucide/svelte/icons/archive';
import CheckIcon from '@lucide/svelte/icons/check';
import MailIcon from '@lucide/svelte/icons/mail';
import MailOpenIcon from '@lucide/svelte/icons/mail-open';
import SquareKanbanIcon from '@lucide/svelte/icons/square-kanban';
import UserIcon from '@lucide/svelte/icons/user';
import type { BulkDeed } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';
import type { MenuEntry } from '$/shared/overlays/menu';
import { responsibleEntries, stageEntries } from '$/shared/stage-menu';

export function stageChoices(begin: (deed: BulkDeed) => void): MenuEntry[] {
  return stageEntries(undefined, (stage) => begin({ kind: 'stage', stage_id: stage.id }), ['active']);
}
export function archiveChoices(begin: (deed: BulkDeed) => void): MenuEntry[] {
  return stageEntries(undefined, (stage) => begin({ kind: 'archive', stage_id: stage.id }), [
    'successful',
    'unsuccessful',
    'not_a_lead',
  ]);
}
export function responsibleChoices(begin: (deed: BulkDeed) => void): MenuEntry[] {
  return responsibleEntries(undefined, (member_id) => begin({ kind: 'responsible', member_id }));
}

/** What one menu offers for all that is selected; tags and tasks have fields and open by themselves. */
export function bulkEntries(begin: (deed: BulkDeed) => void): MenuEntry[] {
  return [
    { label: m.bulk_accept(), icon: CheckIcon, run: () => begin({ kind: 'accept' }) },
    { kind: 'submenu', label: m.bulk_stage(), icon: SquareKanbanIcon, entries: stageChoices(begin) },
    { kind: 'submenu', label: m.bulk_archive(), icon: ArchiveIcon, entries: archiveChoices(begin) },
    { kind: 'submenu', label: m.bulk_responsible(), icon: UserIcon, entries: responsibleChoices(begin) },
    { kind: 'separator' },
    { label: m.bulk_read(), icon: MailOpenIcon, run: () => begin({ kind: 'read' }) },
    { label: m.bulk_unread(), icon: MailIcon, run: () => begin({ kind: 'unread' }) },
  ];
}
