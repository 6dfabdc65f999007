import { host } from '$/ipc/client';
import { Remembered } from '$/lib/remember.svelte';

/** Where a link leads, said plainly. */
export interface LinkTarget {
  href: string;
  /** The real host as the network spells it: never with letters that only look like others. */
  host: string;
  /** What about it deserves a second look. */
  doubts: readonly LinkDoubt[];
}
export type LinkDoubt = 'other_letters' | 'other_text' | 'user' | 'number' | 'plain';

const trusted = new Remembered<readonly string[]>('links.trusted', []);
let question = $state.raw<LinkTarget>();

/** `shown`: the text that the link wears. `undefined` for what is no web address. */
export function linkTarget(href: string, shown = ''): LinkTarget | undefined {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const doubts: LinkDoubt[] = [];
  if (url.hostname.split('.').some((part) => part.startsWith('xn--'))) doubts.push('other_letters');
  const promised = hostIn(shown);
  if (promised !== undefined && bare(promised) !== bare(url.hostname)) doubts.push('other_text');
  if (url.username !== '' || url.password !== '') doubts.push('user');
  if (/^(\d+\.){3}\d+$|^\[/.test(url.hostname)) doubts.push('number');
  if (url.protocol === 'http:') doubts.push('plain');
  return { href: url.href, host: url.host, doubts };
}

/** The host that a text seems to promise. */
function hostIn(text: string): string | undefined {
  const written = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/?#:\s]|$)/iu.exec(text)?.[1];
  if (written === undefined) return undefined;
  try {
    return new URL(`http://${written}`).hostname;
  } catch {
    return undefined;
  }
}

function bare(host: string): string {
  return host.replace(/^www\./, '').toLowerCase();
}

/** The link that waits for an answer. */
export function openQuestion(): LinkTarget | undefined {
  return question;
}

/** Opens a link outside; one to a host that nobody has trusted yet is asked about first. */
export function follow(href: string, shown = ''): void {
  if (/^(mailto|tel):/i.test(href)) {
    void host().openExternal(href);
    return;
  }
  const target = linkTarget(href, shown);
  if (!target) return;
  const known = trusted.value.includes(target.host);
  const worrying = target.doubts.some((doubt) => doubt === 'other_text' || doubt === 'user');
  if (known && !worrying) void host().openExternal(target.href);
  else question = target;
}

export function answer(go: boolean, trust: boolean): void {
  const target = question;
  question = undefined;
  if (!target || !go) return;
  if (trust && !trusted.value.includes(target.host)) trusted.value = [...trusted.value, target.host];
  void host().openExternal(target.href);
}
