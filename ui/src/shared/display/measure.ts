import type { Attachment } from 'svelte/attachments';

/** The font of tags: `--f-12` of tokens.css. */
const FONT = '400 12px "Inter Variable", system-ui, sans-serif';
/** Pixels per letter where there is no canvas (tests): the average of Inter at 12 px. */
const AVERAGE = 6.6;

const known = new Map<string, number>();
let pen: CanvasRenderingContext2D | null | undefined;

/** The width of a text at 12 px in pixels, without asking for a layout. */
export function textWidth(text: string): number {
  const width = known.get(text);
  if (width !== undefined) return width;
  if (pen === undefined) {
    pen = 'OffscreenCanvas' in globalThis ? document.createElement('canvas').getContext('2d') : null;
    if (pen) pen.font = FONT;
    // Widths measured before the font arrived were those of another one.
    void document.fonts?.ready.then(() => known.clear());
  }
  const measured = pen ? pen.measureText(text).width : text.length * AVERAGE;
  known.set(text, measured);
  return measured;
}

const widths = new WeakMap<Element, (width: number) => void>();
let observer: ResizeObserver | undefined;

/** Tells the width of an element whenever it has another one. One observer serves all: a list has hundreds of them. */
export function widthOf(told: (width: number) => void): Attachment<HTMLElement> {
  return (element) => {
    observer ??= new ResizeObserver((changes) => {
      for (const { target, contentRect } of changes) widths.get(target)?.(Math.floor(contentRect.width));
    });
    const own = observer;
    widths.set(element, told);
    own.observe(element);
    return () => own.unobserve(element);
  };
}
