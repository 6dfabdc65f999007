import type { Trigger, TriggerBody, TriggerRun } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { attempt } from '$/shared/acts';
import { notifyDone, notifyError } from '$/shared/toast';
import { TemplateBook } from '$/shared/writing/templates.svelte';
import { feed, Query, workspace } from '$/sync';
import type { Names } from './sentence';

/** Runs fetched at once. */
const LOG_PAGE = 50;

/** All triggers, and what a person does to them. */
export class Triggers {
  #list = new Query('trigger_list', () => ({}), { entities: ['trigger', 'trigger_run'] });

  readonly #templates = new TemplateBook();

  readonly names: Names = {
    stage: (id) => workspace.stage(id)?.name,
    tag: (id) => workspace.tag(id)?.name,
    source: (id) => workspace.source(id)?.name,
    member: (id) => workspace.member(id)?.name,
    template: (id) =>
      this.#templates.state === 'loading'
        ? '…'
        : this.#templates.all.find((template) => template.id === id)?.name,
  };

  get state() {
    return this.#list.state;
  }
  get error() {
    return this.#list.error;
  }
  get all(): readonly Trigger[] {
    return this.#list.data?.triggers ?? [];
  }
  find(id: number): Trigger | undefined {
    return this.all.find((trigger) => trigger.id === id);
  }
  reload(): void {
    void this.#list.reload();
  }

  /** The id under which it stands now; `undefined`: refused, and that was said. */
  async save(trigger_id: number | null, body: TriggerBody): Promise<number | undefined> {
    try {
      const made = await call('trigger_save', { trigger_id, body });
      notifyDone(trigger_id === null ? m.triggers_made() : m.triggers_saved(), made.operation);
      await this.#list.reload();
      return made.id;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
  enable(trigger: Trigger, enabled: boolean): Promise<boolean> {
    return attempt(
      () => call('trigger_enable', { trigger_id: trigger.id, enabled }),
      enabled ? m.triggers_switched_on() : m.triggers_switched_off({ count: trigger.waiting }),
    );
  }
  /** A tag that a trigger shall give but nothing wears yet; its id, `undefined` if refused. */
  async makeTag(name: string): Promise<number | undefined> {
    try {
      const { id } = await call('tag_add', { name });
      workspace.reload();
      return id;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      notifyError(cause);
      return undefined;
    }
  }
  delete(trigger: Trigger): Promise<boolean> {
    return attempt(() => call('trigger_delete', { trigger_id: trigger.id }), m.triggers_deleted_done());
  }
  duplicate(trigger: Trigger): Promise<number | undefined> {
    const name = trigger.body.name === '' ? '' : m.triggers_copy_of({ name: trigger.body.name });
    return this.save(null, { ...trigger.body, name });
  }
}

/** The log, newest first, further back on request. */
export class TriggerLog {
  #runs = $state.raw<readonly TriggerRun[]>();
  #more = $state(false);
  #error = $state.raw<CommandError>();

  constructor() {
    $effect(() => {
      void this.load();
      return feed.on(['trigger_run'], () => void this.load());
    });
  }
  get runs() {
    return this.#runs;
  }
  get more() {
    return this.#more;
  }
  get error() {
    return this.#error;
  }

  async load(): Promise<void> {
    await this.#ask(null, []);
  }
  async loadMore(): Promise<void> {
    const kept = this.#runs ?? [];
    await this.#ask(kept.at(-1)?.id ?? null, kept);
  }
  async #ask(before_id: number | null, kept: readonly TriggerRun[]): Promise<void> {
    try {
      const answer = await call('trigger_runs', { trigger_id: null, before_id, limit: LOG_PAGE });
      this.#runs = [...kept, ...answer.runs];
      this.#more = answer.more;
      this.#error = undefined;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.#error = cause;
    }
  }
}
