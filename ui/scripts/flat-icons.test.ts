import { expect, it } from 'vitest';
import HourglassIcon from '@lucide/svelte/icons/hourglass';
import { render } from '@testing-library/svelte';
import { flat } from './flat-icons';

it('draws lines, circles and boxes as one path', () => {
  expect(
    flat([
      ['path', { d: 'M5 22h14' }],
      ['circle', { cx: '12', cy: '12', r: '1' }],
      ['line', { x1: '1', y1: '2', x2: '3', y2: '4' }],
      ['polyline', { points: '1 2 3 4' }],
    ]),
  ).toEqual([['path', { d: 'M5 22h14M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0zM1 2L3 4M1 2 3 4' }]]);
});

it('rounds the corners of a box as the icon does', () => {
  expect(flat([['rect', { x: '2', y: '4', width: '20', height: '16', rx: '2' }]])).toEqual([
    ['path', { d: 'M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-16a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2z' }],
  ]);
});

it('begins each path where it was meant to, though it is told from where the one before ended', () => {
  expect(
    flat([
      ['path', { d: 'M5 5h2' }],
      ['path', { d: 'm9 9 1 1' }],
    ]),
  ).toEqual([['path', { d: 'M5 5h2M0 0m9 9 1 1' }]]);
});

it('leaves alone what is drawn in a way of its own', () => {
  const dot: [string, Record<string, string>] = [
    'circle',
    { cx: '7.5', cy: '7.5', r: '.5', fill: 'currentColor' },
  ];
  expect(flat([['path', { d: 'M5 5h2' }], dot])).toEqual([['path', { d: 'M5 5h2' }], dot]);
});

it('is what the interface gets', () => {
  const { container } = render(HourglassIcon, { size: 14, class: 'shrink-0' });
  expect(container.querySelectorAll('svg > *')).toHaveLength(1);
  expect(container.querySelector('svg')?.getAttribute('width')).toBe('14');
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

it('is read aloud where it stands for words', () => {
  const { getByRole } = render(HourglassIcon, { 'aria-label': 'waits' });
  expect(getByRole('img', { name: 'waits' }).tagName).toBe('svg');
});
