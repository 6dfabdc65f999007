import { untrack } from 'svelte';
import type { Task, TaskGroups, TaskKind } from '$/ipc/bindings';
import { call } from '$/ipc/client';
import { Remembered } from '$/lib/remember.svelte';
import { m } from '$/paraglide/messages';
import { changeTask, deleteTask, tickTask } from '$/shared/acts';
import { Overlay, Windowed, workspace } from '$/sync';
import { lineAt, lineCount, tasksBetween, type TaskLine } from './groups';

const NONE: TaskGroups = { overdue: 0, today: 0, tomorrow: 0, week: 0, later: 0, undated: 0, done: 0 };

/** The tasks of the shop, as many as there are. Construct it while a component initialises; it stops with its owner. */
export class Tasks {
  readonly #tasks: Windowed<Task>;
  readonly #overlay = new Overlay<Task>();
  readonly #mine = new Remembered('tasks.mine', true);
  #groups = $state.raw<TaskGroups>(NONE);
  /** Of these kinds; `undefined`: of any. */
  kind = $state<TaskKind>();
  /** Also what was done in the last 30 days. */
  withDone = $state(false);

  constructor() {
    this.#tasks = new Windowed<Task>({
      list: () => JSON.stringify(this.#query),
      load: async (offset, limit) => {
        const { total, groups, tasks } = await call('task_list', { ...this.#query, offset, limit });
        this.#groups = groups;
        return { total, rows: tasks };
      },
      entities: ['task', 'conversation', 'contact'],
    });
    $effect(() => {
      void this.#tasks.row(0);
      untrack(() => this.#overlay.settle());
    });
  }

  get #query() {
    return {
      assignee_id: this.mine ? (workspace.me?.id ?? null) : null,
      kinds: this.kind === undefined ? [] : [this.kind],
      with_done: this.withDone,
    };
  }
  /** Only those of whoever looks. */
  get mine(): boolean {
    return this.#mine.value;
  }
  set mine(mine: boolean) {
    this.#mine.value = mine;
  }
  /** The list is not all there is. */
  get filtered(): boolean {
    return this.mine || this.kind !== undefined;
  }

  get groups(): TaskGroups {
    return this.#groups;
  }
  get state(): Windowed<Task>['state'] {
    return this.#tasks.state;
  }
  get error(): Windowed<Task>['error'] {
    return this.#tasks.error;
  }
  /** Rows to draw: tasks and the heads of their groups. */
  get lines(): number {
    return this.#tasks.total === 0 ? 0 : lineCount(this.#groups);
  }
  line(index: number): TaskLine | undefined {
    return lineAt(this.#groups, index);
  }
  /** The task of a row; `undefined` for a head, or while it is on its way. */
  at(index: number): Task | undefined {
    const line = this.line(index);
    const task = line && 'task' in line ? this.#tasks.row(line.task) : undefined;
    return task && this.#overlay.view(task);
  }
  show(first: number, last: number): void {
    this.#tasks.show(...tasksBetween(this.#groups, first, last));
  }
  retry(): void {
    void this.#tasks.refresh();
  }

  async tick(task: Task, done: boolean): Promise<void> {
    const done_at = done ? Date.now() : null;
    const apply = (shown: Task) => (shown.id === task.id ? { ...shown, done_at } : shown);
    await this.#overlay.attempt(apply, () => tickTask(task.id, done));
  }
  async postpone(task: Task, due_at: number | null): Promise<void> {
    await changeTask(task.id, { ...task, due_at }, m.act_task_postponed());
  }
  async assign(task: Task, assignee_id: number | null): Promise<void> {
    const name = workspace.member(assignee_id)?.name ?? m.responsible_nobody();
    await changeTask(task.id, { ...task, assignee_id }, m.act_task_assigned({ name }));
  }
  async remove(task: Task): Promise<void> {
    await deleteTask(task.id);
  }
}
