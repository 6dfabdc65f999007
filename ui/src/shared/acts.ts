import type {
  ChatRow,
  Folder,
  Money,
  ResolveRequest,
  StageGroup,
  Tag,
  TaskAddRequest,
  TaskUpdateRequest,
} from '../ipc/bindings';
import { call, CommandError } from '../ipc/client';
import { formatExact } from '../lib/format';
import { m } from '../paraglide/messages';
import { workspace } from '../sync';
import { notify, notifyDone, notifyError } from './toast';

/**
 * What a person does to a conversation, wherever they do it: from the table, the window or the board.
 * Each runs one command and says what was done with a way back. They answer `false` when the core
 * refused, which has been said then.
 */
export async function attempt(
  command: () => Promise<{ operation: number | null }>,
  /** What to say; `undefined` says nothing because the person sees it happen. */
  done?: string,
): Promise<boolean> {
  try {
    const { operation } = await command();
    if (done !== undefined) notifyDone(done, operation);
    return true;
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    notifyError(cause, cause.unreachable ? () => void attempt(command, done) : undefined);
    return false;
  }
}

type Placed = Pick<ChatRow, 'id' | 'folder'>;

export function accept(id: number, stage_id: number | null = null): Promise<boolean> {
  return attempt(
    () => call('conversation_accept', { conversation_id: id, stage_id, before_deal_id: null }),
    stage_id === null ? m.act_accepted() : m.act_accepted_into({ stage: stageName(stage_id) }),
  );
}

/** `null` is the first stage of "Not a lead". */
export function archive(id: number, stage_id: number | null = null): Promise<boolean> {
  return attempt(
    () => call('conversation_archive', { conversation_id: id, stage_id }),
    stage_id === null ? m.act_archived() : m.act_archived_into({ stage: stageName(stage_id) }),
  );
}

/** Moves to a stage; a New conversation is accepted or archived by that (UC-12, UC-20). */
export function chooseStage(conversation: Placed, stage_id: number): Promise<boolean> {
  const archived = isArchived(workspace.stage(stage_id)?.group);
  if (conversation.folder === 'new')
    return archived ? archive(conversation.id, stage_id) : accept(conversation.id, stage_id);
  return attempt(
    () => call('conversation_stage_set', { conversation_id: conversation.id, stage_id }),
    m.act_moved({ stage: stageName(stage_id) }),
  );
}

/** `null` is nobody. */
export function putInCharge(id: number, member_id: number | null): Promise<boolean> {
  const name = workspace.member(member_id)?.name;
  return attempt(
    () => call('conversation_responsible_set', { conversation_id: id, member_id }),
    name === undefined ? m.act_responsible_nobody() : m.act_responsible({ name }),
  );
}

/** What they say is held back from now on (UC-27). */
export function blockClient(contact: { id: number; shown_name: string }): Promise<boolean> {
  return attempt(
    () => call('block_add', { kind: 'client', contact_id: contact.id }),
    m.block_added({ value: contact.shown_name }),
  );
}
/** On hold: it waits for something outside. */
export function hold(id: number): Promise<boolean> {
  return attempt(() => call('conversation_hold', { conversation_id: id }), m.act_held());
}
/** Back in progress, from hold or after it was resolved. */
export function resume(id: number): Promise<boolean> {
  return attempt(() => call('conversation_resume', { conversation_id: id }), m.act_resumed());
}
export function resolve(id: number, how: Omit<ResolveRequest, 'conversation_id'>): Promise<boolean> {
  const stage = how.archive_stage_id;
  return attempt(
    () => call('conversation_resolve', { conversation_id: id, ...how }),
    stage === null ? m.act_resolved() : m.act_resolved_into({ stage: stageName(stage) }),
  );
}
/** Hands over; the note becomes one in the conversation. */
export function transfer(id: number, member_id: number, note: string): Promise<boolean> {
  return attempt(
    () => call('conversation_transfer', { conversation_id: id, member_id, note }),
    m.act_transferred({ name: workspace.member(member_id)?.name ?? '' }),
  );
}
/** `null` is "until they write". */
export function snooze(id: number, until: number | null): Promise<boolean> {
  return attempt(
    () => call('conversation_snooze', { conversation_id: id, until }),
    until === null ? m.act_snoozed_reply() : m.act_snoozed({ time: formatExact(until) }),
  );
}
export function wake(id: number): Promise<boolean> {
  return attempt(() => call('conversation_wake', { conversation_id: id }), m.act_woken());
}

/** The tag of this name, in whatever spelling of large and small. */
export function knownTag(name: string): Tag | undefined {
  const wanted = name.trim().toLocaleLowerCase();
  return workspace.tags.find((tag) => tag.name.toLocaleLowerCase() === wanted);
}
export function addTag(id: number, name: string): Promise<boolean> {
  return attempt(
    () => call('conversation_tags_change', { conversation_id: id, add: [name], remove: [] }),
    m.act_tag_added({ name }),
  );
}
export function removeTag(id: number, tag_id: number): Promise<boolean> {
  return attempt(
    () => call('conversation_tags_change', { conversation_id: id, add: [], remove: [tag_id] }),
    m.act_tag_removed({ name: workspace.tag(tag_id)?.name ?? '' }),
  );
}

export function markRead(id: number, until_message_id: number | null = null): Promise<boolean> {
  return attempt(() => call('conversation_read', { conversation_id: id, until_message_id }));
}
export function markUnread(id: number): Promise<boolean> {
  return attempt(() => call('conversation_unread', { conversation_id: id }), m.act_unread());
}

/** `null` clears the amount. */
export function setPrice(deal_id: number, price: Money | null): Promise<boolean> {
  return attempt(
    () => call('deal_price_set', { deal_id, price }),
    price === null ? m.act_price_cleared() : m.act_price(),
  );
}

export function addTask(task: TaskAddRequest): Promise<boolean> {
  return attempt(() => call('task_add', task), m.act_task_added());
}
export function tickTask(task_id: number, done: boolean): Promise<boolean> {
  return attempt(() => call('task_done', { task_id, done }), done ? m.act_task_done() : m.act_task_open());
}

/** Edits, reassigns or postpones; `said` is what was meant by it. */
export function changeTask(
  task_id: number,
  task: Omit<TaskUpdateRequest, 'task_id'>,
  said: string,
): Promise<boolean> {
  const { kind, text, assignee_id, due_at } = task;
  return attempt(() => call('task_update', { task_id, kind, text, assignee_id, due_at }), said);
}
export function deleteTask(task_id: number): Promise<boolean> {
  return attempt(() => call('task_delete', { task_id }), m.act_task_deleted());
}

/** Copies to the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  notify(m.act_copied({ text }));
}

export function isArchived(group: StageGroup | undefined): boolean {
  return group !== undefined && group !== 'active';
}

/** Where a conversation would lie with its deal in this stage. */
export function folderOf(group: StageGroup | undefined): Folder {
  return isArchived(group) ? 'archive' : 'accepted';
}

function stageName(id: number): string {
  return workspace.stage(id)?.name ?? '';
}
