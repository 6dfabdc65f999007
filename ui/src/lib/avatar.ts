/** How many avatar colours tokens.css has (`--avatar-0` …). */
export const AVATAR_COLOURS = 8;

/** One or two letters of a name; a phone number shows its beginning. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}+&]/u.test(word));
  const [first, ...rest] = words;
  if (first === undefined) return '?';
  if (/^\+?\d/.test(first)) return first.slice(0, 2);
  const last = rest.findLast((word) => /^\p{L}/u.test(word));
  return (letter(first) + (last === undefined ? '' : letter(last))).toLocaleUpperCase();
}

/** The same colour for the same seed, always. */
export function avatarColour(seed: string | number): number {
  let hash = 2166136261;
  for (const char of String(seed)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return Math.abs(hash) % AVATAR_COLOURS;
}

function letter(word: string): string {
  return [...word][0] ?? '';
}
