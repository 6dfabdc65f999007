import type { TriggerBody, TriggerCondition, TriggerDeed } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';

export const BLANK: TriggerBody = {
  name: '',
  event: { kind: 'conversation_new' },
  conditions: [],
  actions: [{ delay_minutes: 0, what: { kind: 'send_message', text: '', template_id: null } }],
};

export function newDeed(kind: TriggerDeed['kind']): TriggerDeed {
  switch (kind) {
    case 'send_message':
      return { kind, text: '', template_id: null };
    case 'edit_tags':
      return { kind, add: [], remove: [] };
    case 'create_task':
      return { kind, task_kind: 'call', text: '', assignee_id: null, due_in_minutes: null };
  }
}
export function newCondition(kind: TriggerCondition['kind']): TriggerCondition {
  switch (kind) {
    case 'source':
      return { kind, source_ids: [] };
    case 'tag':
      return { kind, tag_ids: [] };
    case 'text_contains':
      return { kind, words: [] };
  }
}

/** What is missing, by the field that it is missing in. Empty: it can be saved. */
export type Faults = Readonly<Record<string, string>>;

export function faultsOf(body: TriggerBody): Faults {
  const faults: Record<string, string> = {};
  if (body.event.kind === 'stage_entered' && body.event.stage_ids.length === 0)
    faults.event = m.triggers_fault_stage();
  body.conditions.forEach((condition, i) => {
    const chosen =
      condition.kind === 'source'
        ? condition.source_ids
        : condition.kind === 'tag'
          ? condition.tag_ids
          : condition.words;
    if (chosen.length === 0) faults[`condition.${i}`] = m.triggers_fault_condition();
  });
  if (body.actions.length === 0) faults.actions = m.triggers_fault_actions();
  body.actions.forEach(({ what }, i) => {
    if (what.kind === 'send_message' && what.template_id === null && what.text.trim() === '')
      faults[`action.${i}`] = m.triggers_fault_text();
    if (what.kind === 'edit_tags' && what.add.length + what.remove.length === 0)
      faults[`action.${i}`] = m.triggers_fault_tags();
    if (what.kind === 'create_task' && what.task_kind === 'custom' && what.text.trim() === '')
      faults[`action.${i}`] = m.triggers_fault_task();
  });
  return faults;
}

/** One trigger while it is edited. Nothing is saved before the person says so. */
export class TriggerDraft {
  body = $state<TriggerBody>(structuredClone(BLANK));
  /** Complaints wait until the person tried to save: an empty form is not a mistake. */
  tried = $state(false);
  #saved = $state.raw(JSON.stringify(BLANK));

  readonly faults = $derived(faultsOf(this.body));
  readonly shownFaults = $derived<Faults>(this.tried ? this.faults : {});
  readonly isSound = $derived(Object.keys(this.faults).length === 0);
  readonly isChanged = $derived(JSON.stringify(this.body) !== this.#saved);

  load(body: TriggerBody): void {
    this.body = structuredClone(body);
    this.#saved = JSON.stringify(body);
    this.tried = false;
  }
}
