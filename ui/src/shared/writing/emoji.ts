import CarIcon from '@lucide/svelte/icons/car';
import FlagIcon from '@lucide/svelte/icons/flag';
import HandIcon from '@lucide/svelte/icons/hand';
import HeartIcon from '@lucide/svelte/icons/heart';
import LightbulbIcon from '@lucide/svelte/icons/lightbulb';
import PawPrintIcon from '@lucide/svelte/icons/paw-print';
import SmileIcon from '@lucide/svelte/icons/smile';
import UtensilsIcon from '@lucide/svelte/icons/utensils';
import VolleyballIcon from '@lucide/svelte/icons/volleyball';
import type { Component } from 'svelte';
import { fold } from '$/lib/fold';
import { getLocale, type Locale } from '$/lib/locale';
import { m } from '$/paraglide/messages';

/** One sign. */
export interface Emoji {
  sign: string;
  name: string;
  group: number;
  /** Folded words that find it. */
  words: string;
}

/** As in the data file (emoji-picker-element-data, CLDR). */
interface Row {
  emoji: string;
  annotation: string;
  tags?: readonly string[];
  group: number;
  version: number;
}

/** Newer signs than this are boxes on many systems (Unicode's emoji version). */
const NEWEST_VERSION = 15;
/** Groups of the data, without its building blocks (2: skin tones and hair). */
export const GROUPS: readonly { group: number; icon: Component; title: () => string }[] = [
  { group: 0, icon: SmileIcon, title: m.emoji_smileys },
  { group: 1, icon: HandIcon, title: m.emoji_people },
  { group: 3, icon: PawPrintIcon, title: m.emoji_nature },
  { group: 4, icon: UtensilsIcon, title: m.emoji_food },
  { group: 5, icon: CarIcon, title: m.emoji_travel },
  { group: 6, icon: VolleyballIcon, title: m.emoji_activities },
  { group: 7, icon: LightbulbIcon, title: m.emoji_objects },
  { group: 8, icon: HeartIcon, title: m.emoji_symbols },
  { group: 9, icon: FlagIcon, title: m.emoji_flags },
];

const RECENT_KEY = 'emoji.recent';
/** Signs that are remembered: two rows. */
const MOST_RECENT = 16;
/** Names and words of all signs, a file per language. */
const NAMES: Readonly<Record<Locale, () => Promise<{ default: unknown }>>> = {
  en: () => import('emoji-picker-element-data/en/cldr/data.json'),
  de: () => import('emoji-picker-element-data/de/cldr/data.json'),
  ru: () => import('emoji-picker-element-data/ru/cldr/data.json'),
};
let loaded: Promise<readonly Emoji[]> | undefined;

/** Every sign, named in the language of the window and found by English words, too. Fetched once, when first asked for. */
export function emojis(): Promise<readonly Emoji[]> {
  loaded ??= load().catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load(): Promise<readonly Emoji[]> {
  const [english, own] = await Promise.all([NAMES.en(), NAMES[getLocale()]()]);
  const other = new Map((english.default as readonly Row[]).map((row) => [row.emoji, row]));
  return (own.default as readonly Row[]).filter(shown).map((row) => emoji(row, other.get(row.emoji)));
}

function shown(row: Row): boolean {
  return row.version <= NEWEST_VERSION && row.group !== 2;
}

function emoji(row: Row, other?: Row): Emoji {
  const words = [row.annotation, ...(row.tags ?? []), other?.annotation ?? '', ...(other?.tags ?? [])];
  return { sign: row.emoji, name: row.annotation, group: row.group, words: fold(words.join(' ')) };
}

/** Signs whose words begin with each word of the question, those whose name begins with it first. */
export function findEmojis(all: readonly Emoji[], question: string): Emoji[] {
  const asked = fold(question.trim()).split(/\s+/);
  const found = all.filter(({ words }) => asked.every((word) => ` ${words}`.includes(` ${word}`)));
  const first = asked.join(' ');
  return found.toSorted((a, b) => Number(b.words.startsWith(first)) - Number(a.words.startsWith(first)));
}

/** What was chosen last, latest first. */
export function recentEmojis(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((sign) => typeof sign === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(sign: string): void {
  const kept = [sign, ...recentEmojis().filter((other) => other !== sign)].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(kept));
  } catch {
    // A full store only costs the memory of what was chosen last.
  }
}
