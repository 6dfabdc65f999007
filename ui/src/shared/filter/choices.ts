import type { ChatsFacets } from '$/ipc/bindings';
import { formatDate } from '$/lib/format';
import { m } from '$/paraglide/messages';
import { channelLook } from '../display/channels';
import { workspace } from '$/sync';
import { isSingle, type Chosen, type FilterKind } from './filter';

/** One choice of a kind of filter. */
export interface FilterChoice {
  value: string;
  label: string;
  /** Conversations it would find; `undefined` while they are counted. */
  count?: number;
  /** A stage's or tag's colour. */
  mark?: string;
}

const KIND_NAMES: Record<FilterKind, () => string> = {
  responsible: m.filter_responsible,
  source: m.filter_source,
  tags: m.filter_tags,
  kind: m.filter_kind,
  state: m.filter_state,
  stage: m.filter_stage,
  tasks: m.filter_tasks,
  period: m.filter_period,
  stars: m.filter_stars,
  work_status: m.filter_work_status,
};
export function kindName(kind: FilterKind): string {
  return KIND_NAMES[kind]();
}

const WORDS: Readonly<Record<string, () => string>> = {
  direct: m.filter_kind_direct,
  comments: m.filter_kind_comments,
  unread: m.filter_state_unread,
  read: m.filter_state_read,
  unanswered: m.filter_state_unanswered,
  answered: m.filter_state_answered,
  none: m.filter_tasks_none,
  due_today: m.filter_tasks_today,
  overdue: m.filter_tasks_overdue,
  future: m.filter_tasks_future,
  new: m.filter_status_new,
  in_progress: m.filter_status_in_progress,
  on_hold: m.filter_status_on_hold,
  resolved: m.filter_status_resolved,
};
const word = (name: string) => WORDS[name]?.() ?? name;

type Counted = readonly { id?: number | null; word?: string; count: number }[] | undefined;
function countOf(counted: Counted, match: { id?: number | null; word?: string }): number | undefined {
  if (counted === undefined) return undefined;
  const found = counted.find((entry) =>
    match.word === undefined ? entry.id === match.id : entry.word === match.word,
  );
  return found?.count ?? 0;
}

/** Days that are offered ready-made; the core counts the same (`facets::PERIODS`). */
const PERIODS = [1, 7, 30, 90];

/** What can be chosen in a kind, with counts. What was chosen stays, also where it finds nothing now. */
export function choicesOf(kind: FilterKind, facets: ChatsFacets | undefined, chosen: Chosen): FilterChoice[] {
  const byWord = (words: readonly string[], counted: Counted): FilterChoice[] =>
    words.map((value) => ({ value, label: word(value), count: countOf(counted, { word: value }) }));
  switch (kind) {
    case 'responsible':
      return [
        {
          value: 'nobody',
          label: m.responsible_nobody(),
          count: countOf(facets?.responsible, { id: null }),
        },
        ...workspace.members.map(({ id, name }) => ({
          value: String(id),
          label: id === workspace.me?.id ? m.filter_me({ name }) : name,
          count: countOf(facets?.responsible, { id }),
        })),
      ];
    case 'source': {
      const channels = [...new Set(workspace.sources.map((source) => source.channel))];
      const several = channels.length > 1 ? channels : [];
      return [
        ...workspace.sources.map(({ id, name }) => ({
          value: String(id),
          label: name,
          count: countOf(facets?.sources, { id }),
        })),
        ...several.map((channel) => ({
          value: `channel:${channel}`,
          label: m.filter_channel({ name: channelLook(channel).name() }),
          count: countOf(facets?.channels, { word: channel }),
        })),
      ];
    }
    case 'tags':
      return workspace.tags.map(({ id, name, color }) => ({
        value: String(id),
        label: name,
        mark: color || undefined,
        count: countOf(facets?.tags, { id }),
      }));
    case 'stage':
      return (workspace.defaultPipeline?.stages ?? []).map(({ id, name, color }) => ({
        value: String(id),
        label: name,
        mark: color,
        count: countOf(facets?.stages, { id }),
      }));
    case 'kind':
      return byWord(['direct', 'comments'], facets?.kinds);
    case 'state':
      return byWord(['unread', 'read', 'unanswered', 'answered'], facets?.states);
    case 'tasks':
      return byWord(['none', 'due_today', 'overdue', 'future'], facets?.tasks);
    case 'work_status':
      return byWord(['new', 'in_progress', 'on_hold', 'resolved'], facets?.work_statuses);
    case 'stars':
      return [5, 4, 3, 2, 1, 0].map((stars) => ({
        value: String(stars),
        label: m.stars_label({ count: stars }),
        count: countOf(facets?.stars, { id: stars }),
      }));
    case 'period': {
      const days = PERIODS.map((count) => ({
        value: `days:${count}`,
        label: periodText(`days:${count}`),
        count: countOf(facets?.periods, { id: count }),
      }));
      const own = (chosen.period ?? []).filter((value) => !days.some((day) => day.value === value));
      return [...days, ...own.map((value) => ({ value, label: periodText(value) }))];
    }
  }
}

/** A period in words. */
export function periodText(value: string): string {
  const [kind, first, second] = value.split(':');
  if (kind === 'days')
    return Number(first) === 1 ? m.filter_today() : m.filter_last_days({ count: Number(first) });
  const from = first ? formatDate(Number(first)) : undefined;
  // Until is the first moment of the day after the last one.
  const until = second ? formatDate(Number(second) - 1) : undefined;
  if (from !== undefined && until !== undefined) return m.filter_between({ from, until });
  return from === undefined ? m.filter_until({ until: until ?? '' }) : m.filter_from({ from });
}

/** What a chip says of its choices: their names, or how many where there are many. */
export function chosenText(
  kind: FilterKind,
  values: readonly string[],
  choices: readonly FilterChoice[],
): string {
  const name = (value: string) =>
    choices.find((choice) => choice.value === value)?.label ??
    (isSingle(kind) ? periodText(value) : m.filter_gone());
  const names = values.map(name);
  if (names.length <= 2) return names.join(m.filter_or());
  return m.filter_and_more({ name: names[0] ?? '', count: names.length - 1 });
}
