import type { Stage, StageGroup } from '../ipc/bindings';
import { m } from '../paraglide/messages';
import { assignable, workspace, type Place } from '../sync';
import type { MenuEntry } from './overlays/menu';

const GROUPS: readonly StageGroup[] = ['active', 'successful', 'unsuccessful', 'not_a_lead'];

export function groupName(group: StageGroup): string {
  switch (group) {
    case 'active':
      return m.stage_group_active();
    case 'successful':
      return m.stage_group_successful();
    case 'unsuccessful':
      return m.stage_group_unsuccessful();
    case 'not_a_lead':
      return m.stage_group_not_a_lead();
  }
}

/** The stages of the default pipeline under the heading of their group, to choose one of. */
export function stageEntries(
  current: number | null | undefined,
  choose: (stage: Stage) => void,
  groups: readonly StageGroup[] = GROUPS,
): MenuEntry[] {
  const stages = workspace.defaultPipeline?.stages ?? [];
  return groups.flatMap((group, i): MenuEntry[] => {
    const own = stages.filter((stage) => stage.group === group);
    if (own.length === 0) return [];
    const entries = own.map((stage) => ({
      label: stage.name,
      mark: stage.color,
      checked: current === undefined ? undefined : stage.id === current,
      run: () => choose(stage),
    }));
    const name = groupName(group);
    // A group of one stage that is called like the group needs no heading.
    const heading: MenuEntry[] =
      own.length === 1 && own[0]?.name === name ? [] : [{ kind: 'heading', label: name }];
    return i > 0 ? [{ kind: 'separator' }, ...heading, ...entries] : [...heading, ...entries];
  });
}

/** Nobody and the members, to put one in charge; `undefined`: of many, so that none is checked. */
export function responsibleEntries(
  current: number | null | undefined,
  choose: (member: number | null) => void,
  /** Where it lies: those who may not see that are left out. */
  place: Place = {},
): MenuEntry[] {
  const checked = (member: number | null) => (current === undefined ? undefined : member === current);
  return [
    { label: m.responsible_nobody(), checked: checked(null), run: () => choose(null) },
    ...assignable(place).map((member) => ({
      label: member.name,
      checked: checked(member.id),
      run: () => choose(member.id),
    })),
  ];
}
