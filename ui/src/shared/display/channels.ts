import type { Component } from 'svelte';
import CameraIcon from '@lucide/svelte/icons/camera';
import GlobeIcon from '@lucide/svelte/icons/globe';
import HashIcon from '@lucide/svelte/icons/hash';
import MailIcon from '@lucide/svelte/icons/mail';
import MessageCircleIcon from '@lucide/svelte/icons/message-circle';
import MessageSquareIcon from '@lucide/svelte/icons/message-square';
import SendIcon from '@lucide/svelte/icons/send';
import SmartphoneIcon from '@lucide/svelte/icons/smartphone';
import SparklesIcon from '@lucide/svelte/icons/sparkles';
import UsersIcon from '@lucide/svelte/icons/users';
import { m } from '../../paraglide/messages';

interface ChannelLook {
  icon: Component;
  name: () => string;
}

const LOOKS: Readonly<Record<string, ChannelLook>> = {
  email: { icon: MailIcon, name: () => m.channel_email() },
  telegram: { icon: SendIcon, name: () => 'Telegram' },
  whatsapp: { icon: MessageCircleIcon, name: () => 'WhatsApp' },
  instagram: { icon: CameraIcon, name: () => 'Instagram' },
  vk: { icon: UsersIcon, name: () => 'VK' },
  matrix: { icon: HashIcon, name: () => 'Matrix' },
  sms: { icon: SmartphoneIcon, name: () => m.channel_sms() },
  webchat: { icon: GlobeIcon, name: () => m.channel_webchat() },
  local: { icon: SparklesIcon, name: () => 'Runnel' },
};

/** How a channel looks and what it is called; a channel of a newer core shows its own word. */
export function channelLook(channel: string): ChannelLook {
  return LOOKS[channel] ?? { icon: MessageSquareIcon, name: () => channel };
}
