import { describe, expect, it } from 'vitest';
import type { TriggerBody } from '$/ipc/bindings';
import { faultsOf } from './draft.svelte';
import { inUnits, sentence, type Names } from './sentence';

const names: Names = {
  stage: (id) => ({ 1: 'Offer', 2: 'Payment' })[id],
  tag: (id) => ({ 1: 'wholesale' })[id],
  source: (id) => ({ 1: 'info@' })[id],
  member: () => 'Anna',
  template: (id) => ({ 1: 'Thanks' })[id],
};
const body = (part: Partial<TriggerBody>): TriggerBody => ({
  name: '',
  event: { kind: 'conversation_new' },
  conditions: [],
  actions: [{ delay_minutes: 0, what: { kind: 'send_message', text: 'Thank you!', template_id: null } }],
  ...part,
});
const read = (trigger: TriggerBody) =>
  sentence(trigger, names)
    .map((part) => (part.chip ? `[${part.text}]` : part.text))
    .join('');

describe('a trigger reads as a sentence (UT-9)', () => {
  it('tells event, action and delay', () => {
    expect(read(body({}))).toBe('When a [conversation is new], send [Thank you!] [at once].');
  });

  it('names stages, conditions and every action', () => {
    const trigger = body({
      event: { kind: 'stage_entered', stage_ids: [1, 2] },
      conditions: [
        { kind: 'source', source_ids: [1] },
        { kind: 'text_contains', words: ['опт', 'Großhandel'] },
      ],
      actions: [
        { delay_minutes: 10, what: { kind: 'edit_tags', add: [1], remove: [] } },
        {
          delay_minutes: 2880,
          what: { kind: 'create_task', task_kind: 'call', text: '', assignee_id: null, due_in_minutes: null },
        },
      ],
    });
    expect(read(trigger)).toBe(
      'When a deal enters [Offer] or [Payment] and it came through [info@] and the text contains [опт] or [Großhandel], ' +
        'add [wholesale] [after 10 minutes], then create task [Call client] for [the responsible] [after 2 days].',
    );
  });

  it('never cuts a long message inside a variable', () => {
    const text = 'Do you have any questions about our offer, dear {{contact.first_name}}?';
    const what = { kind: 'send_message' as const, text, template_id: null };
    expect(read(body({ actions: [{ delay_minutes: 0, what }] }))).toContain(
      '[Do you have any questions about our offer, dear…]',
    );
  });

  it('names the template that it sends, and says when that was deleted (UC-31)', () => {
    const sends = (template_id: number) =>
      read(body({ actions: [{ delay_minutes: 0, what: { kind: 'send_message', text: '', template_id } }] }));
    expect(sends(1)).toBe('When a [conversation is new], send the template [Thanks] [at once].');
    expect(sends(9)).toContain('send the template [(deleted)]');
    const sound = body({
      actions: [{ delay_minutes: 0, what: { kind: 'send_message', text: '', template_id: 1 } }],
    });
    expect(faultsOf(sound), 'a template needs no text').toEqual({});
  });

  it('says when something it refers to was deleted', () => {
    expect(read(body({ event: { kind: 'stage_entered', stage_ids: [9] } }))).toContain('[(deleted)]');
  });
});

describe('before a trigger is saved', () => {
  it('each thing that is missing is named at its field', () => {
    const faults = faultsOf({
      name: '',
      event: { kind: 'stage_entered', stage_ids: [] },
      conditions: [{ kind: 'tag', tag_ids: [] }],
      actions: [{ delay_minutes: 0, what: { kind: 'send_message', text: '  ', template_id: null } }],
    });
    expect(Object.keys(faults)).toEqual(['event', 'condition.0', 'action.0']);
  });

  it('delays are shown in the largest unit that keeps them whole', () => {
    expect(inUnits(90)).toEqual({ count: 90, unit: 'minute' });
    expect(inUnits(120)).toEqual({ count: 2, unit: 'hour' });
    expect(inUnits(2880)).toEqual({ count: 2, unit: 'day' });
  });
});
