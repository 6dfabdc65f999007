import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** What is drawn beyond each edge of the screen, so that two quick notches of a wheel show no gap (pixels). */
const OVERSCAN = 264;

export interface RowsOptions {
  count: () => number;
  /** Pixels of a row; the same for all. */
  height: () => number;
  /** Identifies the row at a place; `undefined` while it is not loaded. */
  key: (index: number) => string | number | undefined;
  /** Pixels at the top of the scrolling area that do not scroll away (a sticky header). */
  inset?: () => number;
  onrange?: (first: number, last: number) => void;
}

export interface DrawnRow {
  index: number;
  key: string | number;
  /** Pixels from the top. */
  top: number;
}

/**
 * Which rows of a long list are drawn, and where the focus stands. Serves VirtualList and DataGrid.
 * Construct it while a component initialises; attach `scroller` to the scrolling element.
 */
export class Rows {
  #options: RowsOptions;
  #element: HTMLElement | undefined;
  #top = $state(0);
  /** Until the browser tells it: to ask would make it lay out what is being made. */
  #room = $state(window.innerHeight);
  #active = $state(0);
  /** Where each key stood when it was last drawn, to keep the eye's place when rows change. */
  #places = new Map<string | number, number>();

  readonly first = $derived.by(() =>
    Math.max(0, Math.floor((this.#top - OVERSCAN) / this.#options.height())),
  );
  readonly last = $derived.by(() => {
    const { count, height } = this.#options;
    return Math.min(count() - 1, Math.ceil((this.#top + this.#room + OVERSCAN) / height()));
  });
  /** Pixels of all rows together. */
  readonly full = $derived.by(() => this.#options.count() * this.#options.height());
  /** The rows to draw, keyed, so that a row that stays keeps its element. The one with the focus is always among them. */
  readonly drawn = $derived.by(() => {
    const rows: DrawnRow[] = [];
    const seen = new Set<string | number>();
    const draw = (index: number) => {
      // A row may stand in two pages for a moment while they are loaded again.
      let key = this.#options.key(index) ?? `#${index}`;
      if (seen.has(key)) key = `#${index}`;
      seen.add(key);
      rows.push({ index, key, top: index * this.#options.height() });
    };
    if (this.active >= 0 && this.active < this.first) draw(this.active);
    for (let index = this.first; index <= this.last; index++) draw(index);
    if (this.active > this.last) draw(this.active);
    return rows;
  });

  constructor(options: RowsOptions) {
    this.#options = options;
    $effect(() => options.onrange?.(this.first, this.last));
    $effect.pre(() => this.#keepPlace(this.drawn));
    // Another list begins at its top.
    $effect.pre(() => {
      if (options.count() === 0) untrack(() => this.#begin());
    });
  }

  /** The row that has, or would take, the focus. */
  get active(): number {
    return Math.min(this.#active, this.#options.count() - 1);
  }
  set active(index: number) {
    this.#active = Math.max(0, index);
  }

  /** Rows that fit on the screen, for PageUp and PageDown. */
  get perPage(): number {
    return Math.max(1, Math.floor(this.#room / this.#options.height()) - 1);
  }

  /** Whether a row is on screen, not only drawn beyond its edge. */
  isSeen(index: number): boolean {
    const top = index * this.#options.height();
    return top + this.#options.height() > this.#top && top < this.#top + this.#room;
  }

  scroller: Attachment<HTMLElement> = (element) => {
    this.#element = element;
    const onScroll = () => (this.#top = element.scrollTop);
    // Told, not asked: other lists may be in the making, and each question would lay the page out.
    const observer = new ResizeObserver(([own]) => {
      if (own) this.#room = Math.round(own.contentRect.height) - (this.#options.inset?.() ?? 0);
    });
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      this.#element = undefined;
    };
  };

  /** Scrolls as little as needed to show this row whole. */
  reveal(index: number): void {
    const element = this.#element;
    if (!element) return;
    const height = this.#options.height();
    const top = index * height;
    if (top < element.scrollTop) this.#scrollTo(top);
    else if (top + height > element.scrollTop + this.#room) this.#scrollTo(top + height - this.#room);
  }

  /** Moves the focus to a row, wherever it is, once it is drawn. */
  focus(index: number): void {
    const count = this.#options.count();
    if (count === 0) return;
    this.active = Math.min(count - 1, Math.max(0, index));
    this.reveal(this.active);
    const place = this.active;
    requestAnimationFrame(() => this.takeFocus(place));
  }

  /** The place of the row that has the focus, itself or something in it; not read reactively. */
  get focused(): number | undefined {
    const line = document.activeElement?.closest<HTMLElement>('[data-row]');
    return line && this.#element?.contains(line) ? Number(line.dataset.row) : undefined;
  }
  /** Gives the focus to a row that is drawn. */
  takeFocus(index: number): void {
    this.#element?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus({ preventScroll: true });
  }

  /** The keys that move through any list. `true` when the key was one of them. */
  move(event: KeyboardEvent): boolean {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: this.perPage,
      PageUp: -this.perPage,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[key];
    if (step === undefined) return false;
    event.preventDefault();
    event.stopPropagation();
    this.focus(Math.min(this.#options.count() - 1, Math.max(0, this.active + step)));
    return true;
  }

  #begin(): void {
    this.#active = 0;
    if (this.#top > 0) this.#scrollTo(0);
  }

  #scrollTo(top: number): void {
    if (!this.#element) return;
    this.#element.scrollTop = top;
    this.#top = this.#element.scrollTop;
  }

  /**
   * When rows come or go above, what the person looks at stays where it is: scrolls by the median
   * of how far the rows on screen moved. The median, because one chat that jumps to the top must
   * not take the view along. At the very top nothing is held: new rows shall be seen.
   */
  #keepPlace(rows: readonly DrawnRow[]): void {
    const before = this.#places;
    const now = new Map(rows.filter((row) => typeof row.key === 'number').map((row) => [row.key, row.index]));
    this.#places = now;
    if (this.#top <= 0 || before.size === 0) return;
    const moved = [...now].flatMap(([key, index]) => {
      const old = before.get(key);
      return old === undefined ? [] : [index - old];
    });
    const shift = moved.sort((a, b) => a - b)[Math.floor(moved.length / 2)] ?? 0;
    if (shift === 0) return;
    const from = this.#top;
    const by = shift * this.#options.height();
    this.active += shift;
    // The taller content has to be there before it can be scrolled.
    queueMicrotask(() => requestAnimationFrame(() => this.#follow(from, by)));
  }

  /** Scrolls by so much, from where the rows lay when they moved, or from where the person has scrolled to meanwhile. */
  #follow(from: number, by: number): void {
    const element = this.#element;
    if (!element || element.scrollTop <= 0) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    // A list that became shorter has been scrolled up by the browser, not by anybody.
    const isUntouched = scrollTop === from || scrollTop >= scrollHeight - clientHeight;
    this.#scrollTo((isUntouched ? from : scrollTop) + by);
  }
}
