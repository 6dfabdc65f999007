import type { ReplyRoute } from '../../ipc/bindings';
import { formatExact } from '../../lib/format';
import { m } from '../../paraglide/messages';
import { channelLook } from '../display/channels';

/** Tells ways to answer apart. */
export function routeKey(route: ReplyRoute): string {
  return route.conversation_id === null
    ? `new:${route.source_id}:${route.identity_id ?? ''}`
    : `conversation:${route.conversation_id}`;
}

/** "Email · info@", "Instagram · comment". */
export function routeTitle(route: ReplyRoute, sourceName: string | undefined): string {
  const network = channelLook(route.channel).name();
  const where = sourceName && sourceName !== network ? `${network} · ${sourceName}` : network;
  return route.mode === 'comments' ? `${where} · ${m.route_comment()}` : where;
}

const REASONS: Readonly<Record<string, (time: string) => string>> = {
  local_conversation: () => m.cannot_reply_local(),
  source_removed: () => m.route_source_removed(),
  no_address: () => m.route_no_address(),
  nobody_there: () => m.route_nobody_there(),
  no_comments: () => m.route_no_comments(),
  cannot_start: () => m.route_cannot_start(),
  window_closed: (time) => m.route_window_closed({ time }),
  source_paused: () => m.route_source_paused(),
  source_auth_needed: () => m.route_source_auth(),
  source_conflict: () => m.route_source_conflict(),
  source_blocked: () => m.route_source_blocked(),
};

/** Why nothing can be sent this way, in plain words; `undefined`: it is open. */
export function closedReason(route: Pick<ReplyRoute, 'closed' | 'closed_at'>): string | undefined {
  if (route.closed === null) return undefined;
  const time = route.closed_at === null ? '' : formatExact(route.closed_at);
  return REASONS[route.closed]?.(time) ?? m.cannot_reply_code({ code: route.closed });
}
