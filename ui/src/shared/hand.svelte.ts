import {
  AutoScroller,
  DragDropManager,
  Draggable,
  PointerActivationConstraints,
  PointerSensor,
  Scroller,
  ScrollListener,
} from '@dnd-kit/dom';
import type { Attachment } from 'svelte/attachments';

/** Pixels a pointer travels before a press becomes a drag, so that a click stays a click. */
const TRAVEL = 5;
/** Touch: a short hold first, so that a swipe still scrolls. */
const HOLD_MS = 220;
/** How near to an edge it scrolls, as a share of what scrolls: a column at the side of a wide board is no edge of it. */
const EDGE = { x: 0.06, y: 0.2 };

/** Pixels in the window. */
export interface Point {
  x: number;
  y: number;
}

export interface HandOptions<Thing, Place extends object> {
  /** What can be gripped, as a selector. */
  grip: string;
  /** What a grip holds by now, and where it was pressed; `undefined`: it is not to be taken. */
  take: (grip: HTMLElement, at: Point) => Thing | undefined;
  /** The place under a point, read from the page; `undefined`: nothing can be let go there. */
  over: (at: Point) => Place | undefined;
  ondrop: (thing: Thing, place: Place) => void;
}

/**
 * The hand of somebody who drags: what is in it, where it is and over which place. The library senses the drag (mouse,
 * pen, touch), scrolls at the edges and hears Escape. It knows one thing only, the whole surface: what was gripped is
 * asked of the page when it is taken, because rows and cards come and go while they are scrolled. Two of its parts are
 * left out, since each puts rules into the document, which costs the styles of every element at the start and at the
 * end of a drag: the one that draws what is held, and the one against selecting text. A grip has `select-none`.
 */
export class Hand<Thing extends object, Place extends object> {
  #thing = $state.raw<Thing>();
  #at = $state.raw<Point>({ x: 0, y: 0 });
  #over = $state.raw<Place>();
  #options: HandOptions<Thing, Place>;
  #manager: DragDropManager;
  #grip: HTMLElement | undefined;
  #justDropped = false;
  #onscroll: () => void;

  constructor(options: HandOptions<Thing, Place>) {
    this.#options = options;
    this.#manager = new DragDropManager({
      plugins: [Scroller, ScrollListener, AutoScroller.configure({ threshold: EDGE })],
      sensors: [
        PointerSensor.configure({
          activationConstraints: (event) =>
            event.pointerType === 'touch'
              ? [new PointerActivationConstraints.Delay({ value: HOLD_MS, tolerance: TRAVEL })]
              : [new PointerActivationConstraints.Distance({ value: TRAVEL })],
          preventActivation: (event) => {
            const pressed = event.target instanceof Element ? event.target : undefined;
            this.#grip = pressed?.closest<HTMLElement>(options.grip) ?? undefined;
            return this.#grip === undefined;
          },
        }),
      ],
    });
    const { monitor } = this.#manager;
    monitor.addEventListener('dragstart', ({ operation }) => {
      const { x, y } = operation.position.initial;
      this.#at = { x, y };
      this.#thing = this.#grip && options.take(this.#grip, this.#at);
      if (this.#thing) document.addEventListener('scroll', this.#onscroll, { capture: true, passive: true });
    });
    monitor.addEventListener('dragmove', ({ to, operation }) => {
      if (this.#thing) this.#moveTo(to ?? operation.position.current);
    });
    monitor.addEventListener('dragend', ({ canceled, nativeEvent, operation }) => {
      const thing = this.#thing;
      this.#letGo();
      if (!thing) return;
      this.#justDropped = true;
      setTimeout(() => (this.#justDropped = false));
      if (canceled) return;
      // Where the hand let go: the library moves once a frame, and a quick hand is further by then.
      const place = options.over(pointOf(nativeEvent) ?? operation.position.current);
      if (place) options.ondrop(thing, place);
    });
    // At an edge things pass under a hand that rests: the place it is over is another one then.
    this.#onscroll = () => this.#moveTo(this.#at);
  }

  /** What is in the hand. It stays the same until it is let go. */
  get thing(): Thing | undefined {
    return this.#thing;
  }
  /** Where the hand is. */
  get at(): Point {
    return this.#at;
  }
  /** The place under it. It stays the same until the hand is over another one. */
  get over(): Place | undefined {
    return this.#over;
  }
  /** The click that ends a drag is not a click on what was dragged. */
  get justDropped(): boolean {
    return this.#justDropped;
  }

  /** The element that holds all grips. One for a hand. */
  surface: Attachment<HTMLElement> = (element) => {
    const draggable = new Draggable({ id: 'surface', element }, this.#manager);
    return () => draggable.destroy();
  };

  destroy(): void {
    this.#letGo();
    this.#manager.destroy();
  }

  #moveTo({ x, y }: Point): void {
    this.#at = { x, y };
    const over = this.#options.over(this.#at);
    if (!isSame(over, this.#over)) this.#over = over;
  }
  #letGo(): void {
    this.#thing = undefined;
    this.#over = undefined;
    document.removeEventListener('scroll', this.#onscroll, { capture: true });
  }
}

function pointOf(event: Event | undefined): Point | undefined {
  return event instanceof PointerEvent ? { x: event.clientX, y: event.clientY } : undefined;
}

function isSame<Place extends object>(one: Place | undefined, other: Place | undefined): boolean {
  if (!one || !other) return one === other;
  return Object.entries(one).every(([name, value]) => other[name as keyof Place] === value);
}
