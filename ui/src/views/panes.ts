const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"], [contenteditable="true"]';

/** F6: moves the focus to the next part of the window (`1`) or the previous one (`-1`), to where it was in it or its first stop. */
export function focusPane(by: 1 | -1): void {
  // The part around others is not one itself: whoever is in it is in one of them.
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null && pane.querySelector('[data-pane]') === null,
  );
  const { activeElement } = document;
  // Between two parts, such as on the edge that sizes them, the one before counts.
  const at = panes.findLastIndex(
    (pane) =>
      activeElement !== null &&
      (pane.contains(activeElement) ||
        (pane.compareDocumentPosition(activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0),
  );
  const leaves = at >= 0 && panes[at]?.contains(activeElement) === true;
  const next = by === 1 ? panes[(at + 1) % panes.length] : panes.at(leaves ? at - 1 : at);
  if (!next) return;
  // A roving list inside keeps its place by tabindex="0".
  const stop =
    next.querySelector<HTMLElement>('[data-row][tabindex="0"]') ??
    next.querySelector<HTMLElement>(FOCUSABLE) ??
    next;
  stop.focus();
}
