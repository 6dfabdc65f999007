import { router } from '../lib/router.svelte';
import { m } from '../paraglide/messages';
import { announce } from '../shared/live.svelte';
import { taskTitle } from '../shared/task-words';
import { notify } from '../shared/toast';
import type { News } from '../sync/feed.svelte';

/** Says that tasks are due, and leads to the conversation or the list (UC-26). */
export function tellDue({
  conversation_id,
  client,
  task_kind,
  text,
  count,
}: Extract<News, { type: 'due' }>): void {
  const task = taskTitle({ kind: task_kind, text });
  const said =
    count > 1
      ? m.task_due_many({ count })
      : client === ''
        ? m.task_due_now({ task })
        : m.task_due_now_client({ task, client });
  announce(said);
  notify(said, {
    action: {
      label: m.task_open(),
      run: () => {
        if (count > 1 || conversation_id === null) router.go({ view: 'tasks' });
        else router.go({ view: 'chats', folder: 'accepted', conversation: conversation_id });
      },
    },
  });
}
