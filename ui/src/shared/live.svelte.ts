import { untrack } from 'svelte';

/** What the two live regions of the shell say to a screen reader. */
export const spoken = $state({ polite: '', assertive: '' });

/** A zero-width space makes the same sentence twice two different texts, so it is spoken twice. */
const AGAIN = '\u200b';

/** Speaks without moving the focus. `assertive` interrupts: only for what cannot wait. */
export function announce(text: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  // An effect that speaks must not run again because something was said.
  untrack(() => (spoken[urgency] = spoken[urgency] === text ? text + AGAIN : text));
}
