import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/shared/tokens.css', 'utf8');

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`));
  const body = block.slice(0, block.indexOf('}'));
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['bg', 'surface', 'surface-2', 'hover', 'selected'];
const TEXT: [string, string[]][] = [
  [
    'text',
    [...SURFACES, 'accent-soft', 'danger-soft', 'warn-soft', 'ok-soft', 'note', 'bubble-in', 'bubble-out'],
  ],
  ['text-2', [...SURFACES, 'tag', 'accent-soft', 'note', 'bubble-in', 'bubble-out']],
  ['text-3', [...SURFACES]],
  ['accent', [...SURFACES, 'accent-soft']],
  ['danger', [...SURFACES, 'danger-soft']],
  ['warn', [...SURFACES, 'warn-soft']],
  ['ok', [...SURFACES, 'ok-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-danger', ['danger', 'danger-hover']],
  ['on-toast', ['toast']],
  ['toast-accent', ['toast']],
  ['avatar-text', Array.from({ length: 8 }, (_, i) => `avatar-${i}`)],
];
const STAGES = ['grey', 'blue', 'violet', 'amber', 'green', 'teal', 'rose', 'red'].map(
  (name) => `stage-${name}`,
);

const light = tokens(':root');
const dark = new Map([...light, ...tokens(":root[data-theme='dark']")]);

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_, theme) => {
  const value = (name: string) => theme.get(name) ?? `no token --${name}`;

  test.each(TEXT.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))(
    '%s is readable on %s (AA, 4.5:1)',
    (text, ground) => {
      expect(contrast(value(text), value(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(
    [...STAGES, 'control', 'accent'].flatMap((mark) => ['bg', 'surface', 'hover'].map((on) => [mark, on])),
  )('%s is seen on %s (AA for what is no text, 3:1)', (mark = '', ground = '') => {
    expect(contrast(value(mark), value(ground))).toBeGreaterThanOrEqual(3);
  });
});
