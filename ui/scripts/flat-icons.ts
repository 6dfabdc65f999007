import type { Plugin } from 'vite';

/** A part of an icon: its element and that element's attributes. */
export type IconPart = [tag: string, attributes: Readonly<Record<string, string>>];

const ICON = /@lucide\/svelte\/dist\/icons\/[^/?]+\.svelte$/;
const DATA = /const iconData = (\{.*\});/;

/**
 * Draws each icon as one path. The library makes an element of every line and circle, four or five to an icon, one by
 * one and with attributes that are told apart as they come; a list of cards has hundreds of icons. Ours take `size`,
 * `strokeWidth`, `fill`, `class`, and `aria-label` where they stand for words; without it they are not read aloud.
 */
export function flatIcons(): Plugin {
  return {
    name: 'runnel:flat-icons',
    enforce: 'pre',
    transform(code, id) {
      if (!ICON.test(id)) return undefined;
      const data = DATA.exec(code)?.[1];
      if (data === undefined) throw new Error(`${id}: the icon's data is written in another way by now`);
      const { size, node } = JSON.parse(data) as { size: number; node: IconPart[] };
      return { code: component(node, size), map: null };
    },
  };
}

function component(parts: readonly IconPart[], size: number): string {
  const inside = flat(parts).map(
    ([tag, attributes]) =>
      `<${tag} ${Object.entries(attributes)
        .map(([name, value]) => `${name}="${value}"`)
        .join(' ')} />`,
  );
  return `<script>
  let { size = ${size}, strokeWidth = 2, fill = 'none', class: className, 'aria-label': label } = $props();
</script>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width={size} height={size} {fill} stroke="currentColor"
  stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" class={className}
  role={label === undefined ? undefined : 'img'} aria-label={label} aria-hidden={label === undefined ? 'true' : undefined}>${inside.join('')}</svg>
`;
}

/** All lines as one path; what is drawn in a way of its own (a filled dot) stays beside it. */
export function flat(parts: readonly IconPart[]): IconPart[] {
  const outlines: string[] = [];
  const others: IconPart[] = [];
  for (const part of parts) {
    const outline = outlineOf(part);
    if (outline === undefined) others.push(part);
    else outlines.push(outline);
  }
  return outlines.length === 0 ? others : [['path', { d: outlines.join('') }], ...others];
}

function outlineOf([tag, attributes]: IconPart): string | undefined {
  const given = new Map(Object.entries(attributes));
  const take = (name: string): number => {
    const value = Number(given.get(name) ?? 0);
    given.delete(name);
    return value;
  };
  const text = (name: string): string => {
    const value = given.get(name) ?? '';
    given.delete(name);
    return value;
  };
  const outline = (): string | undefined => {
    switch (tag) {
      case 'path':
        return alone(text('d'));
      case 'line':
        return d`M${take('x1')} ${take('y1')}L${take('x2')} ${take('y2')}`;
      case 'polyline':
        return `M${text('points')}`;
      case 'polygon':
        return `M${text('points')}z`;
      case 'circle': {
        const r = take('r');
        return ellipse(take('cx'), take('cy'), r, r);
      }
      case 'ellipse':
        return ellipse(take('cx'), take('cy'), take('rx'), take('ry'));
      case 'rect':
        return rectangle(take);
      default:
        return undefined;
    }
  };
  const drawn = outline();
  return given.size === 0 ? drawn : undefined;
}

/** A path that begins at a point of its own, not where the one before it ended. */
function alone(path: string): string {
  return path.startsWith('m') ? `M0 0${path}` : path;
}

function ellipse(cx: number, cy: number, rx: number, ry: number): string {
  return d`M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
}

function rectangle(take: (name: string) => number): string {
  const [x, y, width, height] = [take('x'), take('y'), take('width'), take('height')];
  const [across, down] = [take('rx'), take('ry')];
  const [rx, ry] = [across || down, down || across];
  const corner = (dx: number, dy: number) => d`a${rx} ${ry} 0 0 1 ${dx} ${dy}`;
  const [w, h] = [width - 2 * rx, height - 2 * ry];
  return [
    d`M${x + rx} ${y}h${w}`,
    corner(rx, ry),
    d`v${h}`,
    corner(-rx, ry),
    d`h${-w}`,
    corner(-rx, -ry),
    d`v${-h}`,
    corner(rx, -ry),
    'z',
  ].join('');
}

/** Numbers as a path writes them, without the noise of binary fractions. */
function d(words: TemplateStringsArray, ...numbers: number[]): string {
  return words.reduce((path, word, i) => `${path}${Number((numbers[i - 1] ?? 0).toFixed(3))}${word}`);
}
