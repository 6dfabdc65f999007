import type { Attachment } from 'svelte/attachments';
import type { Inbox } from './inbox.svelte';

/** Tells the inbox which row has the focus, so that single keys act on it. */
export function trackCursor(inbox: Inbox): Attachment<HTMLElement> {
  return (element) => {
    const onfocus = (event: FocusEvent): void => {
      const line = event.target instanceof Element && event.target.closest<HTMLElement>('[data-row]');
      if (line) inbox.cursor = inbox.row(Number(line.dataset.row))?.id;
    };
    element.addEventListener('focusin', onfocus);
    return () => element.removeEventListener('focusin', onfocus);
  };
}
