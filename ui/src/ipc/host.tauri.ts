import { Channel, invoke } from '@tauri-apps/api/core';
import { pickFiles } from './files';
import type { FeedListener, FeedMessage, Host } from './host';

/** The desktop window. The only file that names Tauri; the shell answers these five commands. */
export function tauriHost(): Host {
  return {
    kind: 'tauri',
    rpc: (command, request) => invoke('rpc', { command, request }),
    async feed(listener: FeedListener) {
      const channel = new Channel<FeedMessage>();
      let open = true;
      channel.onmessage = (message) => {
        if (open) listener.onMessage(message);
      };
      await invoke('feed_subscribe', { channel });
      listener.onConnected(true);
      return () => {
        open = false;
      };
    },
    openExternal: (url) => invoke('open_external', { url }),
    pickFiles,
    saveAttachment: (id, suggestedName) => invoke<boolean>('save_attachment', { id, suggestedName }),
    setBadge: (count) => invoke('set_badge', { count }),
  };
}
