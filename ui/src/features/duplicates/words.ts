import { channelLook } from '$/shared/display/channels';
import { getLocale } from '$/lib/locale';
import { m } from '$/paraglide/messages';

const LINES: Readonly<Record<string, () => string>> = {
  custom_name: m.contact_name,
  full_name: m.contact_full_name,
  nickname: m.contact_nickname,
  company: m.contact_company,
  language: m.contact_language,
  preferred_channel: m.contact_preferred,
  comment: m.contact_comment,
};

export const lineName = (name: string): string => LINES[name]?.() ?? name;

/** What stands in a line of a profile, as people read it. */
export function lineText(name: string, text: string): string {
  if (text === '') return '';
  if (name === 'preferred_channel') return channelLook(text).name();
  if (name !== 'language') return text;
  try {
    return new Intl.DisplayNames(getLocale(), { type: 'language' }).of(text) ?? text;
  } catch {
    return text;
  }
}
