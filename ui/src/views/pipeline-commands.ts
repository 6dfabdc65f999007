import SettingsIcon from '@lucide/svelte/icons/settings';
import type { Pipeline } from '../ipc/bindings';
import type { Action } from '../lib/commands.svelte';
import { router } from '../lib/router.svelte';
import { m } from '../paraglide/messages';

/** Opening and closing the editor of pipelines. */
export function editCommands(
  isOpen: () => boolean,
  mayEdit: () => boolean,
  edit: (on: boolean) => void,
): Action[] {
  return [
    {
      id: 'pipeline.edit',
      title: m.pipelines_edit,
      group: m.nav_pipeline,
      icon: SettingsIcon,
      when: () => !isOpen() && mayEdit(),
      run: () => edit(true),
    },
    {
      id: 'pipeline.edit-close',
      title: m.pipelines_editor_close,
      group: m.nav_pipeline,
      shortcuts: ['Escape'],
      when: isOpen,
      run: () => edit(false),
    },
  ];
}

/** Going to each of the other pipelines (CP-1). */
export function switchCommands(pipelines: readonly Pipeline[], shown: number | undefined): Action[] {
  return pipelines
    .filter((pipeline) => pipeline.id !== shown)
    .map(({ id, name }) => ({
      id: `pipeline.go-${id}`,
      title: () => m.pipelines_go({ name }),
      group: m.nav_pipeline,
      run: () => router.go({ view: 'pipeline', pipeline: id }),
    }));
}
