import { m } from '../paraglide/messages';

const WORDS: Readonly<Record<string, () => string>> = {
  conversation_accept: m.operation_conversation_accept,
  conversation_archive: m.operation_conversation_archive,
  conversation_stage_set: m.operation_deal_move,
  conversation_responsible_set: m.operation_responsible,
  conversation_tags_change: m.operation_tags,
  conversation_unread: m.operation_unread,
  deal_move: m.operation_deal_move,
  deal_price_set: m.operation_price,
  note_add: m.operation_note,
  contact_update: m.operation_contact,
  identity_add: m.operation_identity_add,
  identity_update: m.operation_identity_update,
  identity_remove: m.operation_identity_remove,
  identity_mark: m.operation_identity_mark,
  contact_merge: m.operation_contact_merge,
  contact_unmerge: m.operation_contact_unmerge,
  duplicate_dismiss: m.operation_duplicate_dismiss,
  field_save: m.operation_field_save,
  field_delete: m.operation_field_delete,
  field_move: m.operation_field_move,
  field_value_set: m.operation_field_value,
  block_add: m.operation_block_add,
  block_lift: m.operation_block_lift,
  held_release: m.operation_held_release,
  tag_add: m.operation_tag,
  task_add: m.operation_task_add,
  task_done: m.operation_task_done,
  task_reopen: m.operation_task_reopen,
  trigger_save: m.operation_trigger_save,
  trigger_enable: m.operation_trigger_enable,
  trigger_disable: m.operation_trigger_disable,
  trigger_delete: m.operation_trigger_delete,
  settings_set: m.operation_settings,
  member_rename: m.operation_member,
  member_add: m.operation_member_add,
  member_remove: m.operation_member_remove,
  welcome_tick: m.operation_welcome,
};

/** What was taken back, by the code of its operation; just "taken back" for one of a newer core. */
export function undoneText(code: string): string {
  const what = WORDS[code]?.();
  return what === undefined ? m.undo_done() : m.undo_done_what({ what });
}
