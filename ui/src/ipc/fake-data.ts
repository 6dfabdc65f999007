import type {
  ChatRow,
  Conversation,
  Message,
  ReplyRoute,
  Stage,
  Task,
  TimelineEvent,
  TimelineItem,
  TimelinePage,
  TimelineThread,
  Workspace,
} from './bindings';

/** Rows for tests, as the core would hand them out; every function takes what the test is about. */

/** 22 November 2026, 10:00 UTC: a Sunday on which the tests take place. */
export const NOW = Date.UTC(2026, 10, 22, 10, 0);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function fakeStage(part: Partial<Stage> = {}): Stage {
  return {
    id: 1,
    name: 'New request',
    group: 'active',
    color: 'grey',
    stale_days: null,
    probability: null,
    needs: { amount: false, owner: false, due_at: false, field_ids: [] },
    ...part,
  };
}

export function fakeWorkspace(part: Partial<Workspace> = {}): Workspace {
  return {
    name: 'shop',
    version: '0.1.0',
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
      {
        id: 2,
        name: 'Lev Kim',
        role: 'agent',
        all_chats: true,
        source_ids: null,
        levels: null,
        removed_at: null,
      },
    ],
    pipelines: [
      {
        id: 1,
        name: 'Sales',
        kind: 'sales',
        is_default: true,
        level: 'full',
        deeds: ['own', 'see', 'mark', 'work', 'assign', 'lead', 'shape', 'arrange'],
        stages: [
          fakeStage({ id: 1, name: 'New request', group: 'active', color: 'grey' }),
          fakeStage({ id: 2, name: 'In work', group: 'active', color: 'blue' }),
          fakeStage({ id: 3, name: 'Offer', group: 'active', color: 'amber' }),
          fakeStage({ id: 4, name: 'Payment', group: 'active', color: 'violet' }),
          fakeStage({ id: 5, name: 'Successful', group: 'successful', color: 'green' }),
          fakeStage({ id: 6, name: 'Unsuccessful', group: 'unsuccessful', color: 'rose' }),
          fakeStage({ id: 7, name: 'Not a lead', group: 'not_a_lead', color: 'grey' }),
        ],
      },
    ],
    tags: [
      { id: 1, name: 'stammkunde', color: '' },
      { id: 2, name: 'wholesale', color: 'violet' },
      { id: 3, name: 'montage', color: '' },
      { id: 4, name: 'envío', color: 'amber' },
    ],
    sources: [
      {
        id: 1,
        channel: 'email',
        name: 'info@',
        account: 'info@shop.example',
        health: { state: 'ok', code: '', subject: '', detail: '', next_try_at: null },
        last_pull_at: NOW,
        waiting: 0,
        built_in: false,
      },
      {
        id: 2,
        channel: 'local',
        name: 'Welcome',
        account: '',
        health: { state: 'ok', code: '', subject: '', detail: '', next_try_at: null },
        last_pull_at: null,
        waiting: 0,
        built_in: true,
      },
    ],
    settings: {
      locale: 'en',
      theme: 'light',
      density: 'normal',
      currency: 'EUR',
      timezone: '',
      company: 'Tischlerei Meier',
      notifications: true,
      undo_send_seconds: 5,
      enter_sends: false,
      country: '',
    },
    counts: {
      new: 7,
      accepted: 148,
      archive: 2310,
      new_unread: 3,
      accepted_unread: 2,
      archive_unread: 0,
      tasks_due: 3,
      waiting_to_send: 2,
      need_attention: 1,
      scheduled: 0,
      snoozed: 0,
      quarantine: 0,
    },
    has_sample: false,
    ...part,
  };
}

export function fakeRow(part: Partial<ChatRow> = {}): ChatRow {
  return {
    id: 1,
    contact_id: 1,
    client: 'Klaus-Dieter Wolkenstein',
    channel: 'email',
    folder: 'accepted',
    stars: 0,
    work_status: 'in_progress',
    snoozed_at: null,
    snoozed_until_at: null,
    woken_at: null,
    snippet: 'Re: Angebot Nr. 1042 – Liefertermin in KW 49 möglich?',
    last_direction: 'in',
    unread: 0,
    marked_unread: false,
    stage_id: 3,
    away: null,
    deal_id: 1,
    response_ms: 4 * MINUTE,
    waiting_at: null,
    price: { amount_minor: 395000, currency: 'EUR' },
    task: null,
    more_tasks: 0,
    responsible_id: 1,
    tag_ids: [],
    source_id: 1,
    last_activity_at: NOW - HOUR,
    is_sample: false,
    ...part,
  };
}

export function fakeConversation(part: Partial<Conversation> = {}): Conversation {
  return {
    id: 1,
    contact: {
      id: 1,
      shown_name: 'Klaus-Dieter Wolkenstein',
      custom_name: '',
      full_name: 'Klaus-Dieter Wolkenstein',
      company: 'Wolkenstein & Söhne',
      language: 'de',
      comment: '',
      stars: 0,
      identities: [{ id: 1, channel: 'email', shown: 'klaus@wolkenstein.example' }],
      created_at: Date.UTC(2021, 2, 4),
    },
    channel: 'email',
    source_id: 1,
    address: 'klaus@wolkenstein.example',
    subject: 'Angebot Nr. 1042',
    thread_kind: 'direct',
    post_text: '',
    blocked: false,
    folder: 'accepted',
    work_status: 'in_progress',
    snoozed_at: null,
    snoozed_until_at: null,
    woken_at: null,
    resolved_at: null,
    responsible_id: 1,
    tag_ids: [1],
    away: null,
    deeds: ['own', 'see', 'mark', 'work', 'assign', 'lead', 'shape', 'arrange'],
    deal: {
      id: 1,
      pipeline_id: 1,
      stage_id: 3,
      title: '',
      price: { amount_minor: 395000, currency: 'EUR' },
      stage_entered_at: NOW - 2 * DAY - 3 * HOUR,
      due_at: Date.UTC(2026, 10, 30),
      revision: 1,
    },
    tasks: [],
    response_ms: 4 * MINUTE,
    waiting_at: null,
    unread: 0,
    marked_unread: false,
    archived_before: null,
    cannot_reply: null,
    others: [],
    welcome_steps: [],
    draft_reply: { text: '', attachments: [] },
    draft_note: { text: '', attachments: [] },
    limits: { max_text: 1_000_000, max_file: 20_971_520 },
    is_sample: false,
    ...part,
  };
}

export function fakeMessage(part: Partial<Message> = {}): TimelineItem & { type: 'message' } {
  return {
    type: 'message',
    id: 1,
    conversation_id: 1,
    direction: 'in',
    at: NOW - HOUR,
    member_id: null,
    trigger_id: null,
    trigger_name: '',
    trigger_run_id: null,
    subject: '',
    text: 'Guten Tag',
    quoted: '',
    has_html: false,
    state: 'received',
    fail_code: '',
    fail_detail: '',
    next_try_at: null,
    is_automatic: false,
    is_pinned: false,
    edited_at: null,
    deleted_at: null,
    reactions: [],
    attachments: [],
    ...part,
  };
}

export function fakeEvent(part: Partial<TimelineEvent> = {}): TimelineItem & { type: 'event' } {
  return {
    type: 'event',
    id: 1,
    conversation_id: 1,
    at: NOW - HOUR,
    actor: 'member',
    member_id: 1,
    trigger_id: null,
    trigger_name: '',
    what: { kind: 'conversation_accepted' },
    ...part,
  };
}

export function fakeThread(part: Partial<TimelineThread> = {}): TimelineThread {
  return {
    conversation_id: 1,
    channel: 'email',
    source_id: 1,
    address: 'klaus@wolkenstein.example',
    subject: 'Angebot Nr. 1042',
    thread_kind: 'direct',
    post_ref: '',
    post_text: '',
    unread: 0,
    last_activity_at: NOW - HOUR,
    ...part,
  };
}

export function fakePage(part: Partial<TimelinePage> = {}): TimelinePage {
  return {
    items: [],
    before: null,
    after: null,
    threads: [fakeThread()],
    first_unread_id: null,
    pinned: [],
    ...part,
  };
}

export function fakeRoute(part: Partial<ReplyRoute> = {}): ReplyRoute {
  return {
    conversation_id: 1,
    source_id: 1,
    channel: 'email',
    identity_id: 1,
    address: 'klaus@wolkenstein.example',
    mode: 'direct',
    post_text: '',
    here: true,
    closed: null,
    closed_at: null,
    open_until: null,
    max_text: 100_000,
    max_file: 25_000_000,
    subjects: true,
    ...part,
  };
}

export function fakeTask(part: Partial<Task> = {}): Task {
  return {
    id: 1,
    conversation_id: 1,
    client: 'Klaus-Dieter Wolkenstein',
    folder: 'accepted',
    kind: 'call',
    text: '',
    assignee_id: 1,
    due_at: NOW + DAY,
    done_at: null,
    automatic: false,
    ...part,
  };
}
