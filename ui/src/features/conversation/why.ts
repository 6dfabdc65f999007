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
const STATES: Readonly<Record<string, () => string>> = {
  done: m.why_effect_done,
  waiting: m.why_effect_waiting,
  cancelled: m.why_effect_cancelled,
  skipped: m.why_effect_skipped,
  failed: m.why_effect_failed,
};

/** What a test of a trigger looked at; a code of a newer core is shown as it is. */
export function reasonName(code: string): string {
  return REASONS[code]?.() ?? code;
}
export function deedName(code: string): string {
  return DEEDS[code]?.() ?? code;
}
export function effectState(effect: TriggerEffect): string {
  if (effect.state === 'waiting' && effect.due_at !== null)
    return m.why_effect_waiting_until({ time: formatTime(effect.due_at) });
  return STATES[effect.state]?.() ?? effect.state;
}
