import type { CommandError } from '../ipc/client';
import { m } from '../paraglide/messages';
import { wordNetwork } from './network';

/** What a person is told about a failure: what happened, what is safe or to be done, and the words of a server if any. */
export interface ErrorWords {
  title: string;
  safe: string;
  detail?: string;
}

/** Every code of the core that a person may meet, but those of networks. Add the code here and its string to the catalogue. */
const WORDS: Readonly<Record<string, (params: Readonly<Record<string, string>>) => string>> = {
  window_closed: () => m.error_window_closed(),
  nobody_there: () => m.error_nobody_there(),
  no_comments: () => m.error_no_comments(),
  identity_not_theirs: () => m.error_identity_not_theirs(),
  file_may_run: () => m.error_file_may_run(),
  note_not_yours: () => m.error_note_not_yours(),
  unreachable: () => m.error_unreachable(),
  view_unloaded: () => m.error_view_unloaded(),
  not_found: () => m.error_not_found(),
  stage_gone: () => m.error_not_found(),
  conflict: () => m.error_conflict(),
  forbidden: () => m.error_forbidden(),
  internal: () => m.error_internal(),
  unknown_command: () => m.error_internal(),
  workspace_newer: () => m.error_workspace_newer(),
  workspace_foreign: ({ file = '' }) => m.error_workspace_foreign({ file }),
  workspace_in_use: ({ file = '' }) => m.error_workspace_in_use({ file }),
  file_not_saved: () => m.error_file_not_saved(),
  invalid: () => m.error_invalid(),
  view_name_empty: () => m.error_view_name_empty(),
  view_name_long: () => m.error_view_name_long(),
  secrets_unavailable: () => m.error_secrets_unavailable(),
  already_undone: () => m.error_already_undone(),
  undo_conflict: () => m.error_undo_conflict(),
  operation_too_old: () => m.error_operation_too_old(),
  message_left: () => m.error_message_left(),
  message_empty: () => m.error_message_empty(),
  message_not_stuck: () => m.error_message_not_stuck(),
  message_not_unknown: () => m.error_message_not_stuck(),
  channel_missing: () => m.error_channel_missing(),
  conversation_without_deal: () => m.error_conversation_without_deal(),
  stage_not_archived: () => m.error_stage_not_archived(),
  stage_name_empty: () => m.error_name_empty(),
  stage_name_taken: () => m.error_name_taken(),
  stage_first: () => m.error_stage_first(),
  stage_last_active: () => m.error_stage_last_active(),
  stage_in_use: () => m.error_stage_in_use(),
  stage_not_empty: () => m.error_stage_not_empty(),
  stage_target_wrong: () => m.error_not_found(),
  stage_requires: ({ stage = '', missing = '', fields = '' }) =>
    m.error_stage_requires({ stage, missing: missingWords(missing, fields) }),
  stale_days_invalid: () => m.error_stale_days_invalid(),
  probability_invalid: () => m.error_probability_invalid(),
  pipeline_name_empty: () => m.error_name_empty(),
  pipeline_name_taken: () => m.error_name_taken(),
  pipeline_default: () => m.error_pipeline_default(),
  pipeline_archived: () => m.error_pipeline_archived(),
  pipeline_has_cards: ({ count = '0' }) => m.error_pipeline_has_cards({ count: Number(count) }),
  conversation_has_deal: () => m.error_conversation_has_deal(),
  no_such_stage_group: () => m.error_no_such_stage_group(),
  deal_without_conversation: () => m.error_deal_without_conversation(),
  no_cards: () => m.error_no_cards(),
  card_before_itself: () => m.error_no_cards(),
  source_built_in: () => m.error_source_built_in(),
  mailbox_connected: () => m.error_mailbox_connected(),
  address_fixed: () => m.error_address_fixed(),
  address_invalid: () => m.sources_fault_address(),
  server_missing: () => m.sources_fault_host(),
  password_missing: () => m.sources_fault_password(),
  tag_name_empty: () => m.error_name_empty(),
  tag_name_taken: () => m.error_name_taken(),
  task_text_blank: () => m.error_task_text_blank(),
  selection_changed: ({ expected = '', present = '' }) => m.error_selection_changed({ expected, present }),
  bulk_under_way: () => m.error_bulk_under_way(),
  tag_in_use: () => m.error_tag_in_use(),
  tag_same: () => m.error_tag_same(),
  attachment_gone: () => m.error_attachment_gone(),
  placeholders_left: () => m.error_placeholders_left(),
  message_not_planned: () => m.error_message_not_planned(),
  time_past: () => m.error_time_past(),
  time_too_far: () => m.error_time_too_far(),
  template_empty: () => m.error_template_empty(),
  template_too_long: () => m.error_template_too_long(),
  cannot_start: () => m.error_cannot_start(),
  thread_exists: () => m.error_thread_exists(),
  starts_used_up: () => m.error_starts_used_up(),
  subject_empty: () => m.error_subject_empty(),
  file_empty: () => m.error_file_empty(),
  file_too_large: () => m.error_file_too_large(),
  message_too_long: () => m.error_message_too_long(),
  note_too_long: () => m.error_note_too_long(),
  name_too_long: () => m.error_name_too_long(),
  member_gone: () => m.error_member_gone(),
  already_resolved: () => m.error_already_resolved(),
  snooze_past: () => m.error_snooze_past(),
  category_gone: () => m.error_category_gone(),
  category_name_empty: () => m.error_name_empty(),
  category_name_taken: () => m.error_name_taken(),
  owner_stays: () => m.error_owner_stays(),
  role_taken: () => m.error_role_taken(),
  name_empty: () => m.error_name_empty(),
  sample_present: () => m.error_sample_present(),
  sample_under_way: () => m.error_sample_under_way(),
  tag_gone: () => m.error_tag_gone(),
  source_gone: () => m.error_source_gone(),
  currency_invalid: () => m.error_currency_invalid(),
  amount_too_large: () => m.error_amount_too_large(),
  setting_invalid: () => m.error_setting_invalid(),
  no_actions: () => m.error_no_actions(),
  no_stages: () => m.error_no_stages(),
  no_tags: () => m.error_no_tags(),
  message_blank: () => m.error_message_blank(),
  delay_too_long: () => m.error_delay_too_long(),
  tag_added_and_removed: () => m.error_tag_added_and_removed(),
  local_conversation: () => m.cannot_reply_local(),
  source_removed: () => m.cannot_reply_source(),
  no_address: () => m.cannot_reply_address(),
  address_empty: () => m.error_address_empty(),
  phone_invalid: () => m.error_phone_invalid(),
  login_invalid: () => m.error_login_invalid(),
  identity_taken: ({ client = '' }) => m.error_identity_taken({ client }),
  identity_answered: ({ address = '' }) => m.error_identity_answered({ address }),
  channel_unknown: () => m.error_channel_missing(),
  merge_same: () => m.error_merge_same(),
  merge_gone: () => m.error_merge_gone(),
  merge_sample: () => m.error_merge_sample(),
  merge_undone: () => m.error_merge_undone(),
  merge_not_last: () => m.error_merge_not_last(),
  field_gone: () => m.error_not_found(),
  field_name_empty: () => m.error_name_empty(),
  field_name_taken: () => m.error_name_taken(),
  field_option_empty: () => m.error_field_option_empty(),
  field_options_empty: () => m.error_field_options_empty(),
  field_too_many: () => m.error_field_too_many(),
  field_kind_wrong: () => m.error_field_kind_wrong(),
  field_text_long: () => m.error_field_text_long(),
  field_number_large: () => m.error_amount_too_large(),
  field_link_invalid: () => m.error_field_link_invalid(),
  field_option_unknown: () => m.error_field_option_unknown(),
  field_option_single: () => m.error_field_kind_wrong(),
  block_value_empty: () => m.error_block_value_empty(),
  block_exists: () => m.error_block_exists(),
  block_lifted: () => m.error_block_lifted(),
  message_not_held: () => m.error_message_not_held(),
  braces_open: () => m.error_braces_open(),
  deal_files_full: () => m.error_deal_files_full(),
  title_too_long: () => m.error_deal_text_too_long(),
  description_too_long: () => m.error_deal_text_too_long(),
  reason_too_long: () => m.error_deal_text_too_long(),
  comment_empty: () => m.error_deal_comment_empty(),
  comment_too_long: () => m.error_deal_text_too_long(),
  comment_not_yours: () => m.error_deal_comment_not_yours(),
  variable_unknown: ({ name = '' }) => m.error_variable_unknown({ name }),
};

/** What to do, where it is not enough that nothing is lost. */
const TODO: Readonly<Record<string, () => string>> = {
  workspace_newer: m.error_workspace_newer_todo,
  workspace_foreign: m.error_workspace_foreign_todo,
  workspace_in_use: m.error_workspace_in_use_todo,
};

const MISSING: Readonly<Record<string, () => string>> = {
  amount: m.stages_missing_amount,
  owner: m.stages_missing_owner,
  due_at: m.stages_missing_due_at,
};

/** What a card lacks, as a list: facts by their codes, fields by their names. */
function missingWords(facts: string, fields: string): string {
  const words = facts.split(',').flatMap((fact) => MISSING[fact]?.() ?? []);
  return [...words, ...(fields === '' ? [] : [fields])].join(', ');
}

export function wordError(error: CommandError): ErrorWords {
  const detail = error.detail || undefined;
  const network = wordNetwork(error.code, error.params.subject ?? '');
  if (network) return { title: network.title, safe: network.todo, detail };
  const title = WORDS[error.code]?.(error.params) ?? m.error_unknown({ code: error.code });
  return { title, safe: (TODO[error.code] ?? m.error_nothing_lost)(), detail };
}
