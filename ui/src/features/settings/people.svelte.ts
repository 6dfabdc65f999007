import type { Level, MemberAccess, PipelineAccess, Role } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { notifyDone, notifyError } from '$/shared/toast';
import { Query, rights, workspace, type QueryState } from '$/sync';

export const ROLES: Readonly<Record<Role, () => string>> = {
  owner: m.role_owner,
  administrator: m.role_administrator,
  manager: m.role_manager,
  agent: m.role_agent,
};
/** What each role may do, in words. */
export const ROLE_TEXTS: Readonly<Record<Role, () => string>> = {
  owner: m.access_role_owner_text,
  administrator: m.access_role_administrator_text,
  manager: m.access_role_manager_text,
  agent: m.access_role_agent_text,
};
/** Somebody would lose a board on which open cards are theirs: who takes them? */
export interface Taking {
  pipeline_id: number;
  /** `null`: everybody else. */
  member_id: number | null;
  level: Level | null;
  /** Whose cards they are, as the core names them. */
  owner_id: number;
  name: string;
  count: number;
}

/** Who works here and may do what (CP-3, UC-28). */
export class People {
  readonly #query = new Query('member_list', () => ({}), { entities: ['member', 'pipeline', 'source'] });
  /** What waits for an heir. */
  taking = $state<Taking>();

  get state(): QueryState {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
  get members(): readonly MemberAccess[] {
    return this.#query.data?.members ?? [];
  }
  get pipelines(): readonly PipelineAccess[] {
    return this.#query.data?.pipelines ?? [];
  }
  /** Those for whom levels count: owners and administrators have everything. */
  get limited(): readonly MemberAccess[] {
    return this.members.filter(({ role }) => !seesAll(role));
  }
  /** Roles that the acting member may give. */
  get given(): readonly Role[] {
    const all: readonly Role[] = ['agent', 'manager', 'administrator', 'owner'];
    return workspace.me?.role === 'owner' ? all : all.filter((role) => role !== 'owner');
  }
  /** Why nothing can be changed here; `undefined`: it can. */
  get locked(): string | undefined {
    return rights.arranges ? undefined : m.access_locked();
  }

  /** The level set for somebody on a board; `undefined`: as for everybody else. */
  level(member: MemberAccess, pipeline_id: number): Level | undefined {
    return member.levels.find((level) => level.pipeline_id === pipeline_id)?.level;
  }

  add(name: string, role: Exclude<Role, 'owner'>): Promise<boolean> {
    return attempt(() => call('member_add', { name, role }), m.people_added({ name }));
  }
  remove(member: MemberAccess): void {
    void attempt(
      () => call('member_remove', { member_id: member.member_id }),
      m.people_removed({ name: member.name }),
    );
  }
  update(
    member: MemberAccess,
    part: Partial<Pick<MemberAccess, 'role' | 'all_chats' | 'source_ids'>>,
  ): Promise<boolean> {
    const { member_id, role, all_chats, source_ids } = { ...member, ...part };
    return attempt(
      () => call('member_update', { member_id, role, all_chats, source_ids }),
      m.access_changed({ name: member.name }),
    );
  }

  /** `null` as level: as everybody else. Asks who takes the cards where the core says that there are any. */
  async grant(
    member_id: number | null,
    pipeline_id: number,
    level: Level | null,
    reassign_to: number | null = null,
  ): Promise<void> {
    const name = this.members.find((member) => member.member_id === member_id)?.name ?? m.access_others();
    try {
      const { operation } = await call('pipeline_access_set', { pipeline_id, member_id, level, reassign_to });
      this.taking = undefined;
      notifyDone(m.access_changed({ name }), operation);
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (cause.code !== 'cards_owned') return notifyError(cause);
      this.taking = {
        pipeline_id,
        member_id,
        level,
        owner_id: Number(cause.params.member_id),
        name: cause.params.member ?? '',
        count: Number(cause.params.count),
      };
    }
  }
  /** Who could take the cards: those who see the board. */
  get heirs(): readonly MemberAccess[] {
    const { taking } = this;
    if (!taking) return [];
    const board = this.pipelines.find(({ pipeline_id }) => pipeline_id === taking.pipeline_id);
    const others = taking.member_id === null ? taking.level : board?.others;
    return this.members.filter((member) => {
      if (member.member_id === taking.owner_id || member.member_id === taking.member_id) return false;
      return seesAll(member.role) || (this.level(member, taking.pipeline_id) ?? others) !== 'none';
    });
  }
}

export function seesAll(role: Role): boolean {
  return role === 'owner' || role === 'administrator';
}
