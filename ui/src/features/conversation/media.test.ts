import { expect, it } from 'vitest';
import { clock, isViewable, mediaKind, peaks } from './media';

it.each([
  ['image/png', 'picture'],
  ['image/svg+xml', 'file'],
  ['text/html', 'file'],
  ['audio/ogg', 'audio'],
  ['video/mp4', 'video'],
])('shows %s as %s', (mime, kind) => expect(mediaKind({ mime })).toBe(kind));

it('lets the viewer go through pictures and films only', () => {
  expect(isViewable({ mime: 'image/webp' })).toBe(true);
  expect(isViewable({ mime: 'audio/ogg' })).toBe(false);
});
it('draws a voice by its loudest moments', () => {
  const samples = Float32Array.from({ length: 64 }, (_, i) => (i < 32 ? 0.1 : 0.5));
  expect(peaks(samples, 2)).toEqual([expect.closeTo(0.2, 5), 1]);
  expect(peaks(new Float32Array(0), 3), 'silence').toEqual([0, 0, 0]);
});
it('tells time as players do', () => {
  expect([clock(7.9), clock(750), clock(Number.NaN)]).toEqual(['0:07', '12:30', '0:00']);
});
