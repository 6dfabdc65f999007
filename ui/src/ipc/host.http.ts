import { countInTitle } from '../lib/title';
import { pickFiles } from './files';
import type { FeedListener, FeedMessage, Host } from './host';

/** First pause before the feed is opened again, doubled up to the second number (milliseconds). */
const RECONNECT_MS = [250, 5000] as const;

/** The browser against `serve`: `?host=http://127.0.0.1:PORT&token=…`, or the same origin with `?token=…`. */
export function httpHost(location: Location = window.location): Host {
  const search = new URLSearchParams(location.search);
  const base = (search.get('host') ?? location.origin).replace(/\/$/, '');
  const token = search.get('token') ?? '';

  async function rpc(command: string, request: unknown): Promise<unknown> {
    const answer = await fetch(`${base}/rpc/${command}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(request ?? {}),
    });
    const text = await answer.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    if (!answer.ok) throw body;
    return body;
  }

  return {
    kind: 'http',
    rpc,
    feed: (listener) => openFeed(feedAddress(base, token), listener),
    async openExternal(url) {
      window.open(url, '_blank', 'noopener,noreferrer');
    },
    pickFiles,
    async saveAttachment(id, suggestedName) {
      const link = document.createElement('a');
      link.href = `${fileAddress(base, token, id)}&save=true`;
      link.download = suggestedName;
      link.click();
      return true;
    },
    attachmentUrl: (id, options) => fileAddress(base, token, id, options?.small),
    mediaUrl: async (id) => ({ url: fileAddress(base, token, id), release: () => undefined }),
    async setBadge(count) {
      countInTitle(count);
    },
  };
}

function fileAddress(base: string, token: string, id: number, small = false): string {
  return `${base}/attachment/${id}?token=${encodeURIComponent(token)}${small ? '&small=true' : ''}`;
}

function feedAddress(base: string, token: string): string {
  return `${base.replace(/^http/, 'ws')}/feed?token=${encodeURIComponent(token)}`;
}

/** Settles when the feed is open, or when the first attempt failed; it goes on trying. */
async function openFeed(address: string, listener: FeedListener): Promise<() => void> {
  let closed = false;
  let pause: number = RECONNECT_MS[0];
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = (attempted: () => void = () => undefined) => {
    socket = new WebSocket(address);
    socket.onopen = () => {
      attempted();
      pause = RECONNECT_MS[0];
      listener.onConnected(true);
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      listener.onMessage(JSON.parse(event.data) as FeedMessage);
    };
    socket.onclose = () => {
      attempted();
      if (closed) return;
      listener.onConnected(false);
      timer = setTimeout(() => open(), pause);
      pause = Math.min(pause * 2, RECONNECT_MS[1]);
    };
  };
  await new Promise<void>(open);

  return () => {
    closed = true;
    clearTimeout(timer);
    socket?.close();
  };
}
