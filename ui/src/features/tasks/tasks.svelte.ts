import { untrack } from 'svelte';
import type { Task, TaskList } from '$/ipc/bindings';
import { tickTask } from '$/shared/acts';
import { Overlay, Query } from '$/sync';

/** The tasks of the shop. Construct it while a component initialises; it stops with its owner. */
export class Tasks {
  readonly #query: Query<'task_list'>;
  readonly #overlay = new Overlay<TaskList>();
  /** Also what was done in the last 30 days. */
  withDone = $state(false);

  constructor() {
    this.#query = new Query('task_list', () => ({ with_done: this.withDone }), {
      entities: ['task', 'conversation', 'contact'],
    });
    $effect(() => {
      void this.#query.data;
      untrack(() => this.#overlay.settle());
    });
  }

  get all(): readonly Task[] {
    return this.#query.data ? this.#overlay.view(this.#query.data).tasks : [];
  }
  get state(): Query<'task_list'>['state'] {
    return this.#query.data ? 'ready' : this.#query.state;
  }
  get error(): Query<'task_list'>['error'] {
    return this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }

  async tick(task: Task, done: boolean): Promise<void> {
    const done_at = done ? Date.now() : null;
    const apply = (list: TaskList): TaskList => ({
      tasks: list.tasks.map((other) => (other.id === task.id ? { ...other, done_at } : other)),
    });
    await this.#overlay.run(apply, () => tickTask(task.id, done));
  }
}
