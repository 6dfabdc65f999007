import type { TriggerAction, TriggerBody, TriggerCondition, TriggerDeed, TriggerEvent } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';
import { taskTitle } from '$/shared/task-words';

/** A part of the sentence that a trigger reads as; a chip is what the person chose. */
export interface Part {
  text: string;
  chip: boolean;
}

/** Names of what a trigger refers to by id. */
export interface Names {
  stage: (id: number) => string | undefined;
  tag: (id: number) => string | undefined;
  source: (id: number) => string | undefined;
  member: (id: number) => string | undefined;
  template: (id: number) => string | undefined;
}

// Marks around a chosen value travel through the translated sentence, so that each language orders it as it likes.
const OPEN = '\u0001';
const CLOSE = '\u0002';
const chip = (text: string) => `${OPEN}${text}${CLOSE}`;

const MINUTES = { minute: 1, hour: 60, day: 1440 } as const;
export type Unit = keyof typeof MINUTES;
export const UNITS: readonly Unit[] = ['minute', 'hour', 'day'];

/** Minutes in the largest unit that keeps them whole: 120 is 2 hours. */
export function inUnits(minutes: number): { count: number; unit: Unit } {
  const unit = [...UNITS].reverse().find((name) => minutes > 0 && minutes % MINUTES[name] === 0) ?? 'minute';
  return { count: minutes / MINUTES[unit], unit };
}
export function toMinutes(count: number, unit: Unit): number {
  return Math.round(count * MINUTES[unit]);
}
export function unitName(unit: Unit): string {
  return { minute: m.triggers_unit_minutes, hour: m.triggers_unit_hours, day: m.triggers_unit_days }[unit]();
}
export function lengthText(minutes: number): string {
  const { count, unit } = inUnits(minutes);
  return {
    minute: m.triggers_minutes,
    hour: m.triggers_hours,
    day: m.triggers_days,
  }[unit]({ count });
}

/** The whole trigger as one sentence, in the order of the language. */
export function sentence(body: TriggerBody, names: Names): Part[] {
  const when = eventText(body.event, names);
  const only = body.conditions.map((condition) => conditionText(condition, names));
  const then = body.actions.map((action) => actionText(action, names));
  const text =
    only.length === 0
      ? m.triggers_sentence({ when, then: then.join(m.triggers_then_join()) })
      : m.triggers_sentence_if({
          when,
          only: only.join(m.triggers_and_join()),
          then: then.join(m.triggers_then_join()),
        });
  return split(text);
}

function eventText(event: TriggerEvent, names: Names): string {
  return event.kind === 'conversation_new'
    ? m.triggers_event_conversation_new({ what: chip(m.triggers_event_conversation_new_chip()) })
    : m.triggers_event_stage({ stages: list(event.stage_ids, names.stage) });
}

function conditionText(condition: TriggerCondition, names: Names): string {
  switch (condition.kind) {
    case 'source':
      return m.triggers_if_source({ sources: list(condition.source_ids, names.source) });
    case 'tag':
      return m.triggers_if_tag({ tags: list(condition.tag_ids, names.tag) });
    case 'text_contains':
      return m.triggers_if_text({ words: condition.words.map(chip).join(m.triggers_or_join()) });
  }
}

function actionText({ what, delay_minutes }: TriggerAction, names: Names): string {
  const deed = deedText(what, names);
  return delay_minutes === 0
    ? m.triggers_at_once({ deed, when: chip(m.triggers_at_once_chip()) })
    : m.triggers_later({ deed, when: chip(m.triggers_later_chip({ time: lengthText(delay_minutes) })) });
}

function deedText(deed: TriggerDeed, names: Names): string {
  switch (deed.kind) {
    case 'send_message':
      return deed.template_id === null
        ? m.triggers_do_send({ text: chip(short(deed.text)) })
        : m.triggers_do_send_template({
            name: chip(names.template(deed.template_id) ?? m.triggers_deleted()),
          });
    case 'edit_tags': {
      const parts = [];
      if (deed.add.length > 0)
        parts.push(m.triggers_do_add_tags({ tags: list(deed.add, names.tag, m.triggers_and_join()) }));
      if (deed.remove.length > 0)
        parts.push(m.triggers_do_remove_tags({ tags: list(deed.remove, names.tag, m.triggers_and_join()) }));
      return parts.join(m.triggers_and_join());
    }
    case 'create_task': {
      const task = chip(taskTitle({ kind: deed.task_kind, text: deed.text }));
      const name =
        deed.assignee_id === null ? m.triggers_the_responsible() : (names.member(deed.assignee_id) ?? '?');
      return m.triggers_do_task({ task, name: chip(name) });
    }
  }
}

function list(
  ids: readonly number[],
  name: (id: number) => string | undefined,
  join = m.triggers_or_join(),
): string {
  // A stage, tag or source that was deleted since is said, not hidden: the trigger waits for it in vain.
  return ids.length === 0 ? chip('…') : ids.map((id) => chip(name(id) ?? m.triggers_deleted())).join(join);
}

/** The beginning of a message: enough to recognise it, never ending inside a variable. */
function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= 60) return line || '…';
  const cut = line.slice(0, 58);
  const open = cut.lastIndexOf('{{');
  const whole = open > cut.lastIndexOf('}}') ? cut.slice(0, open) : cut;
  return `${whole.trimEnd()}…`;
}

function split(text: string): Part[] {
  const parts: Part[] = [];
  for (const piece of text.split(OPEN)) {
    const [inside, after] = piece.split(CLOSE);
    if (after === undefined) parts.push({ text: piece, chip: false });
    else parts.push({ text: inside ?? '', chip: true }, { text: after, chip: false });
  }
  return parts.filter((part) => part.text !== '');
}
