import './shared/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { useHost } from './ipc/client';
import { getLocale, keepLocale } from './lib/locale';
import { theme } from './lib/theme.svelte';
import { feed, workspace } from './sync';

async function start(): Promise<void> {
  theme.start();
  keepLocale();
  document.documentElement.lang = getLocale();
  useHost(
    '__TAURI_INTERNALS__' in window
      ? (await import('./ipc/host.tauri')).tauriHost()
      : (await import('./ipc/host.http')).httpHost(),
  );
  const target = document.getElementById('app');
  if (target) mount(App, { target });
  // The window stands while the workspace opens.
  await feed.start().catch(() => undefined);
  workspace.start();
}

void start();
