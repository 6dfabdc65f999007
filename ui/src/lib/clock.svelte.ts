import { createSubscriber } from 'svelte/reactivity';

/** How often relative times are written anew (milliseconds). */
const TICK_MS = 15_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  const onVisible = () => {
    if (!document.hidden) update();
  };
  // After the laptop slept, the first look has to be right.
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisible);
  };
});

/** Milliseconds since 1970, read reactively: one timer for the whole window, none when nobody looks. */
export function now(): number {
  subscribe();
  return Date.now();
}
