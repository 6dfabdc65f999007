import type { Channel, Clause, Condition, FieldTest, TaskTest, Test, ThreadKind, WorkStatus } from './types';

/** The kinds of filters (UC-9, PO-15): alternatives inside a kind, kinds combined. */
export const FILTER_KINDS = [
  'responsible',
  'source',
  'tags',
  'kind',
  'state',
  'stage',
  'tasks',
  'period',
  'stars',
  'work_status',
] as const;
export type FilterKind = (typeof FILTER_KINDS)[number];

/**
 * What is chosen, by kind. A choice is spelled as text: an id, a word of the condition language,
 * `nobody`, `channel:email`, `days:7` or `between:from:until` in milliseconds with either end missing.
 */
export type Chosen = Readonly<Partial<Record<FilterKind, readonly string[]>>>;

/** Kinds of which one choice at a time makes sense. */
export function isSingle(kind: FilterKind): boolean {
  return kind === 'period';
}

/** A filter taken apart: what the bar can show, and clauses that say more than it can. */
export interface Parts {
  chosen: Chosen;
  /** What has to stand in fields of one's own, one test each (UC-32). */
  fields: readonly FieldTest[];
  rest: readonly Clause[];
}

/** The condition that all kinds together make; `null`: nothing is filtered. */
export function toCondition({ chosen, fields, rest }: Parts): Condition | null {
  const clauses = FILTER_KINDS.flatMap((kind) => {
    const choices = chosen[kind] ?? [];
    return choices.length === 0 ? [] : [clauseOf(kind, choices)];
  });
  const all = [...clauses, ...fields.map((field): Clause => ({ test: { field } })), ...rest];
  return all.length === 0 ? null : { v: 1, when: { all } };
}

/** What the bar shows of a condition. Nothing is lost: what it cannot show stays in `rest`. */
export function fromCondition(condition: Condition | null): Parts {
  const chosen: Partial<Record<FilterKind, readonly string[]>> = {};
  const fields: FieldTest[] = [];
  const rest: Clause[] = [];
  if (condition === null) return { chosen, fields, rest };
  for (const clause of 'all' in condition.when ? condition.when.all : [condition.when]) {
    const asked = readField(clause);
    if (asked && !fields.some((other) => other.field === asked.field)) {
      fields.push(asked);
      continue;
    }
    const read = readClause(clause);
    // A kind that stands there twice is combined by AND, which the bar cannot say.
    if (read === undefined || chosen[read.kind] !== undefined) rest.push(clause);
    else chosen[read.kind] = read.choices;
  }
  return { chosen, fields, rest };
}

function readField(clause: Clause): FieldTest | undefined {
  return 'test' in clause && 'field' in clause.test ? clause.test.field : undefined;
}

const ids = (choices: readonly string[]) => choices.map(Number);

function clauseOf(kind: FilterKind, choices: readonly string[]): Clause {
  switch (kind) {
    case 'responsible':
      return {
        test: {
          responsible: {
            any: ids(choices.filter((choice) => choice !== 'nobody')),
            nobody: choices.includes('nobody'),
          },
        },
      };
    case 'source': {
      const isChannel = (choice: string) => choice.startsWith('channel:');
      const source = ids(choices.filter((choice) => !isChannel(choice)));
      const channel = choices.filter(isChannel).map((choice) => choice.slice('channel:'.length) as Channel);
      const tests: Clause[] = [];
      if (source.length > 0) tests.push({ test: { source } });
      if (channel.length > 0) tests.push({ test: { channel } });
      const [first] = tests;
      return tests.length === 1 && first ? first : { any: tests };
    }
    case 'tags':
      return { test: { tags: { any: ids(choices) } } };
    case 'kind':
      return { test: { kind: choices as ThreadKind[] } };
    case 'state':
      return { test: { state: choices as ('unread' | 'read' | 'unanswered' | 'answered')[] } };
    case 'stage':
      return { test: { stage: ids(choices) } };
    case 'tasks':
      return { test: { tasks: choices as TaskTest[] } };
    case 'period':
      return { test: { period: periodOf(choices[0] ?? 'days:1') } };
    case 'stars':
      return { test: { stars: ids(choices) } };
    case 'work_status':
      return { test: { work_status: choices as WorkStatus[] } };
  }
}

type Period = Extract<Test, { period: unknown }>['period'];

function periodOf(choice: string): Period {
  const [word, first, second] = choice.split(':');
  if (word === 'days') return { last_days: Number(first) };
  const moment = (text: string | undefined) => (text ? Number(text) : null);
  return { between: { from: moment(first), until: moment(second) } };
}

function readClause(clause: Clause): { kind: FilterKind; choices: string[] } | undefined {
  if ('any' in clause) {
    const parts = clause.any.map(readClause);
    const isSource = parts.length > 0 && parts.every((part) => part?.kind === 'source');
    return isSource ? { kind: 'source', choices: parts.flatMap((part) => part?.choices ?? []) } : undefined;
  }
  return 'test' in clause ? readTest(clause.test) : undefined;
}

function readTest(test: Test): { kind: FilterKind; choices: string[] } | undefined {
  if ('responsible' in test) {
    const { any, nobody } = test.responsible;
    return { kind: 'responsible', choices: [...(nobody ? ['nobody'] : []), ...any.map(String)] };
  }
  if ('source' in test) return { kind: 'source', choices: test.source.map(String) };
  if ('channel' in test)
    return { kind: 'source', choices: test.channel.map((channel) => `channel:${channel}`) };
  if ('tags' in test)
    return 'any' in test.tags ? { kind: 'tags', choices: test.tags.any.map(String) } : undefined;
  if ('kind' in test) return { kind: 'kind', choices: test.kind };
  if ('state' in test) return { kind: 'state', choices: test.state };
  if ('stage' in test) return { kind: 'stage', choices: test.stage.map(String) };
  if ('tasks' in test) return { kind: 'tasks', choices: test.tasks };
  if ('stars' in test) return { kind: 'stars', choices: test.stars.map(String) };
  if ('work_status' in test) return { kind: 'work_status', choices: test.work_status };
  if ('period' in test) {
    const { period } = test;
    if ('last_days' in period) return { kind: 'period', choices: [`days:${period.last_days}`] };
    const { from, until } = period.between;
    return { kind: 'period', choices: [`between:${from ?? ''}:${until ?? ''}`] };
  }
  return undefined;
}
