import BanIcon from '@lucide/svelte/icons/ban';
import CheckIcon from '@lucide/svelte/icons/check';
import CheckCheckIcon from '@lucide/svelte/icons/check-check';
import CircleAlertIcon from '@lucide/svelte/icons/circle-alert';
import CircleHelpIcon from '@lucide/svelte/icons/circle-question-mark';
import ClockIcon from '@lucide/svelte/icons/clock';
import CloudOffIcon from '@lucide/svelte/icons/cloud-off';
import RotateCwIcon from '@lucide/svelte/icons/rotate-cw';
import SendIcon from '@lucide/svelte/icons/send-horizontal';
import TimerIcon from '@lucide/svelte/icons/timer';
import type { Component } from 'svelte';
import type { Message, Source } from '$/ipc/bindings';
import { formatDuration, formatExact, formatTime } from '$/lib/format';
import { wordNetwork } from '$/lib/network';
import { m } from '$/paraglide/messages';

/** What a person can do about a message that has not safely arrived. */
export type DeliveryAct = 'cancel' | 'undo' | 'edit' | 'send_now' | 'send_again' | 'confirm_sent';

/** How far an outgoing message has come, as the line below it says it. */
export interface Delivery {
  icon: Component;
  text: string;
  tone: 'quiet' | 'waiting' | 'problem';
  acts: readonly DeliveryAct[];
}

/** Below this a message that waits for its time counts down second by second (milliseconds). */
export const COUNTDOWN_MS = 60_000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Nothing to say for what came in, and for notes. */
export function delivery(message: Message, source: Source | undefined, now: number): Delivery | undefined {
  const time = formatTime(message.at);
  switch (message.state) {
    case 'received':
      return undefined;
    case 'scheduled':
      return { icon: TimerIcon, text: scheduled(message, now), tone: 'waiting', acts: waiting(message) };
    case 'queued':
      // Until then it can be taken back; only then it is anybody's turn.
      if ((message.next_try_at ?? 0) > now)
        return { icon: TimerIcon, text: scheduled(message, now), tone: 'waiting', acts: waiting(message) };
      return isOffline(source)
        ? { icon: CloudOffIcon, text: m.delivery_offline(), tone: 'waiting', acts: ['cancel'] }
        : { icon: ClockIcon, text: m.delivery_queued(), tone: 'waiting', acts: ['cancel'] };
    case 'retrying':
      return {
        icon: isOffline(source) ? CloudOffIcon : RotateCwIcon,
        text: retrying(message, source, now),
        tone: 'waiting',
        acts: ['cancel'],
      };
    case 'sending':
      return { icon: SendIcon, text: m.delivery_sending(), tone: 'quiet', acts: [] };
    case 'sent':
      return { icon: CheckIcon, text: m.delivery_sent({ time }), tone: 'quiet', acts: [] };
    case 'delivered':
      return { icon: CheckCheckIcon, text: m.delivery_delivered({ time }), tone: 'quiet', acts: [] };
    case 'read':
      return { icon: CheckCheckIcon, text: m.delivery_read({ time }), tone: 'quiet', acts: [] };
    case 'failed':
      return {
        icon: CircleAlertIcon,
        text: m.delivery_failed({ reason: failReason(message.fail_code) }),
        tone: 'problem',
        acts: message.is_automatic ? ['send_again'] : ['send_again', 'edit'],
      };
    case 'unknown':
      return {
        icon: CircleHelpIcon,
        text: m.delivery_unknown(),
        tone: 'problem',
        acts: ['confirm_sent', 'send_again'],
      };
    case 'cancelled':
      return message.fail_code === 'customer_answered'
        ? { icon: BanIcon, text: m.delivery_called_off(), tone: 'problem', acts: ['edit'] }
        : { icon: BanIcon, text: m.delivery_cancelled(), tone: 'quiet', acts: [] };
  }
}

/** A person's own message comes back into the composer; a trigger's is only stopped. */
function waiting(message: Message): readonly DeliveryAct[] {
  return message.is_automatic ? ['cancel', 'send_now'] : ['undo', 'send_now'];
}

function scheduled(message: Message, now: number): string {
  const due = message.next_try_at;
  if (due === null) return m.delivery_queued();
  const left = due - now;
  if (left <= 0) return m.delivery_sending();
  if (left <= COUNTDOWN_MS) return m.delivery_countdown({ seconds: Math.ceil(left / 1000) });
  // A day away the hour alone would mislead.
  return left > DAY_MS
    ? m.delivery_planned({ time: formatExact(due) })
    : m.delivery_scheduled({ time: formatTime(due), left: formatDuration(left) });
}

function retrying(message: Message, source: Source | undefined, now: number): string {
  if (isOffline(source)) return m.delivery_offline();
  const left = (message.next_try_at ?? now) - now;
  return left > 0 ? m.delivery_retrying({ left: formatDuration(left) }) : m.delivery_retrying_now();
}

export function isOffline(source: Source | undefined): boolean {
  return source?.health.state === 'offline';
}

const REASONS: Readonly<Record<string, () => string>> = {
  bad_recipient: m.fail_recipient,
  address_not_supported: m.fail_address,
  message_too_big: m.fail_too_large,
  message_broken: m.fail_broken,
  file_unreadable: m.fail_file,
  bounced: m.fail_bounced,
  gave_up: m.fail_gave_up,
  source_removed: m.fail_source,
  source_paused: m.fail_source_paused,
};

/** Why a message did not go, in plain words; a code of a newer core is shown as it is. */
export function failReason(code: string): string {
  if (code === '') return m.fail_unknown();
  return REASONS[code]?.() ?? wordNetwork(code, '')?.title ?? m.fail_code({ code });
}

const CANNOT: Readonly<Record<string, () => string>> = {
  local_conversation: m.cannot_reply_local,
  source_removed: m.cannot_reply_source,
  no_address: m.cannot_reply_address,
};

/** Why no reply can be sent here. */
export function cannotReplyReason(code: string): string {
  return CANNOT[code]?.() ?? m.cannot_reply_code({ code });
}
