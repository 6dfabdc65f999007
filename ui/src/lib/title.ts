/** What the window is called: the place once it is on screen, and in a browser's tab what is unread. */
let place = '';
let unread = 0;

function show(): void {
  const name = place === '' ? 'Runnel' : `${place} – Runnel`;
  document.title = unread > 0 ? `(${unread}) ${name}` : name;
}

/** Names the place as soon as it has been drawn: the second frame begins after the first was painted. */
export function nameWindow(next: string): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      place = next;
      show();
    });
  });
  return () => cancelAnimationFrame(frame);
}

export function countInTitle(count: number): void {
  unread = count;
  show();
}
