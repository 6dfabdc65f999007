import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core';
import { pickFiles } from './files';
import type { FeedListener, FeedMessage, Host } from './host';

/** The desktop window. The only file that names Tauri; the shell answers these commands. */
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
    attachmentUrl: (id, options) => fileAddress(id, options?.small),
    async mediaUrl(id) {
      // The players of WebKitGTK read no addresses of ours, but blobs.
      const answer = await fetch(fileAddress(id));
      if (!answer.ok) throw new Error(`attachment ${id}: ${answer.status}`);
      const url = URL.createObjectURL(await answer.blob());
      return { url, release: () => URL.revokeObjectURL(url) };
    },
    openAttachment: (id) => invoke('open_attachment', { id }),
    showAttachment: (id) => invoke('show_attachment', { id }),
    setBadge: (count) => invoke('set_badge', { count }),
  };
}

/** Served by the shell from the attachments folder, bytes and not base64. */
function fileAddress(id: number, small = false): string {
  return convertFileSrc(small ? `${id}/small` : `${id}`, 'attachment');
}
