import { beforeEach, expect, test, vi } from 'vitest';
import { slices } from './slices';

/** What the page's clock says (milliseconds). */
let clock = 0;
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});

test('what is quick is done in one frame, what is slow in several', async () => {
  let left = 20;
  slices.start(() => --left > 0);
  expect(left, 'nothing happens at once').toBe(20);
  await frame();
  expect(left).toBe(0);

  left = 20;
  const leaveOff = slices.start(() => {
    clock += 5;
    return --left > 0;
  });
  await frame();
  expect(left, 'two of five milliseconds use a frame up').toBe(18);
  leaveOff();
});

test('two works share a frame, and one that is left off is not done', async () => {
  const done: string[] = [];
  const slow = (name: string) => () => {
    clock += 20;
    done.push(name);
    return false;
  };
  slices.start(slow('head'));
  slices.start(slow('composer'));
  const leaveOff = slices.start(slow('contact'));
  await frame();
  expect(done).toEqual(['head']);
  leaveOff();
  await frame();
  await frame();
  expect(done).toEqual(['head', 'composer']);
});

test('one that fails does not hold up the others', async () => {
  const failed = vi.fn((event: ErrorEvent) => event.preventDefault());
  window.addEventListener('error', failed);
  const next = vi.fn(() => false);
  slices.start(() => {
    throw new Error('cannot be made');
  });
  slices.start(next);
  await frame();
  await frame();
  window.removeEventListener('error', failed);
  expect(next).toHaveBeenCalledOnce();
});
