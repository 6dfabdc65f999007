import type { TriggerEffect } from '$/ipc/bindings';
import { formatTime } from '$/lib/format';
import { m } from '$/paraglide/messages';

const REASONS: Readonly<Record<string, () => string>> = {
  event: m.why_reason_event,
  source: m.why_reason_source,
  tag: m.why_reason_tag,
  text_contains: m.why_reason_text_contains,
  stage: m.why_reason_stage,
  stage_entered: m.why_reason_stage,
  chain_too_deep: m.why_reason_chain_too_deep,
  launch_limit: m.why_reason_launch_limit,
  automatic: m.why_reason_automatic,
};
const DEEDS: Readonly<Record<string, () => string>> = {
  send_message: m.why_deed_send_message,
  edit_tags: m.why_deed_edit_tags,
  create_task: m.why_deed_create_task,
};
/** Why an action was not done, or its trigger did not act. */
const FAILURES: Readonly<Record<string, () => string>> = {
  condition_not_met: m.why_code_condition_not_met,
  conversation_gone: m.why_code_conversation_gone,
  thing_gone: m.why_code_thing_gone,
  template_gone: m.why_code_template_gone,
  tags_gone: m.why_code_tags_gone,
  too_late: m.why_code_too_late,
  trigger_off: m.why_code_trigger_off,
  stage_changed: m.why_code_stage_changed,
  source_removed: m.why_code_source_removed,
  operator_replied: m.why_code_operator_replied,
  customer_answered: m.why_code_customer_answered,
  no_channel: m.why_code_no_channel,
  no_address: m.why_code_no_address,
  client_blocked: m.why_code_client_blocked,
  message_blank: m.why_code_message_blank,
  not_confirmed: m.why_not_confirmed,
  unfilled: m.why_code_unfilled,
  conversation_reopened: m.why_code_conversation_reopened,
  conversation_archived: m.why_code_conversation_archived,
  automatic_message: m.why_reason_automatic,
  launch_limit: m.why_reason_launch_limit,
  chain_too_deep: m.why_reason_chain_too_deep,
  stage_requires: m.why_code_stage_requires,
  store_failed: m.why_code_store_failed,
  undone: m.why_code_undone,
  assignee_cannot_see: m.why_code_assignee_cannot_see,
  assignee_gone: m.why_code_assignee_gone,
};
const STATES: Readonly<Record<string, () => string>> = {
  done: m.why_effect_done,
  waiting: m.why_effect_waiting,
  cancelled: m.why_effect_cancelled,
  skipped: m.why_effect_skipped,
  failed: m.why_effect_failed,
};

/** What a test of a trigger looked at; a code of a newer core is shown as it is. */
export function reasonName(code: string): string {
  return REASONS[code]?.() ?? failureName(code);
}
export function deedName(code: string): string {
  return DEEDS[code]?.() ?? code;
}
export function effectState(effect: TriggerEffect): string {
  if (effect.state === 'waiting' && effect.due_at !== null)
    return m.why_effect_waiting_until({ time: formatTime(effect.due_at) });
  return STATES[effect.state]?.() ?? effect.state;
}

/** Why something was left undone; a code of a newer core is shown as it is. */
export function failureName(code: string): string {
  return FAILURES[code]?.() ?? code;
}
const OUTCOMES: Readonly<Record<string, () => string>> = {
  matched: m.why_outcome_matched,
  not_matched: m.why_outcome_not_matched,
  limited: m.why_outcome_limited,
  failed: m.why_outcome_failed,
  cancelled: m.why_outcome_cancelled,
};
export function outcomeName(outcome: string): string {
  return OUTCOMES[outcome]?.() ?? outcome;
}
