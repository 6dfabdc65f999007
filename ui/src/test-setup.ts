import { afterEach } from 'vitest';

// jsdom has no layout: components that measure get quiet stand-ins, tests that care give numbers.
class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResize;
Element.prototype.scrollIntoView ??= () => {};
window.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
})) as unknown as typeof window.matchMedia;

afterEach(() => {
  localStorage.clear();
  location.hash = '';
});
