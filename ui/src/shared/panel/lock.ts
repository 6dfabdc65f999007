import { getContext, setContext } from 'svelte';

const KEY = Symbol('lock');

/** Why what stands in this part of a panel may not be changed; `undefined`: it may. Ask while a component initialises. */
export function lock(): () => string | undefined {
  return getContext<(() => string | undefined) | undefined>(KEY) ?? (() => undefined);
}
/** Locks all that stands inside of the component that initialises. */
export function setLock(why: () => string | undefined): void {
  setContext(KEY, why);
}
