import type { Workspace } from '../ipc/bindings';

/** A small shop for tests. */
export function aWorkspace(part: Partial<Workspace> = {}): Workspace {
  return {
    name: 'shop',
    version: '0',
    member_id: 1,
    deeds: ['own', 'see', 'mark', 'work', 'assign', 'lead', 'shape', 'arrange'],
    members: [
      {
        id: 1,
        name: 'Anna Meier',
        role: 'owner',
        all_chats: true,
        source_ids: null,
        levels: null,
        removed_at: null,
      },
    ],
    pipelines: [],
    tags: [],
    sources: [],
    settings: {
      locale: '',
      theme: 'system',
      density: 'normal',
      currency: 'EUR',
      timezone: '',
      company: '',
      notifications: true,
      undo_send_seconds: 5,
      enter_sends: false,
      country: '',
    },
    counts: {
      new: 0,
      accepted: 0,
      archive: 0,
      new_unread: 0,
      accepted_unread: 0,
      archive_unread: 0,
      tasks_due: 0,
      waiting_to_send: 0,
      need_attention: 0,
      scheduled: 0,
      snoozed: 0,
      quarantine: 0,
    },
    has_sample: false,
    ...part,
  };
}
