import { expect, test } from 'vitest';
import { Overlay } from './overlay.svelte';

interface Card {
  id: number;
  stage: string;
}
const board: readonly Card[] = [
  { id: 1, stage: 'offer' },
  { id: 2, stage: 'offer' },
];
const move = (id: number, stage: string) => (cards: readonly Card[]) =>
  cards.map((card) => (card.id === id ? { ...card, stage } : card));

test('a moved card is there at once and stays until fresh data has it', async () => {
  const overlay = new Overlay<readonly Card[]>();
  const moving = overlay.run(move(1, 'payment'), async () => 'moved');
  expect(overlay.view(board)[0]?.stage).toBe('payment');
  expect(overlay.pending).toBe(true);
  expect(await moving).toBe('moved');
  expect(overlay.view(board)[0]?.stage, 'the old data must not flash').toBe('payment');
  overlay.settle();
  expect(overlay.view(board)[0]?.stage).toBe('offer');
});

test('a refused move goes back, and leaves others alone', async () => {
  const overlay = new Overlay<readonly Card[]>();
  const refused = overlay.run(move(1, 'payment'), () => Promise.reject(new Error('conflict')));
  void overlay.run(move(2, 'payment'), () => new Promise(() => {}));
  await expect(refused).rejects.toThrow('conflict');
  expect(overlay.view(board).map((card) => card.stage)).toEqual(['offer', 'payment']);
});

test('fresh data lets go only of what is confirmed', async () => {
  const overlay = new Overlay<readonly Card[]>();
  void overlay.run(move(1, 'payment'), () => new Promise(() => {}));
  overlay.settle();
  expect(overlay.view(board)[0]?.stage).toBe('payment');
});

test('a command that answers no goes back as one that fails does', async () => {
  const overlay = new Overlay<readonly Card[]>();
  expect(await overlay.attempt(move(1, 'payment'), async () => false)).toBe(false);
  expect(overlay.view(board)[0]?.stage).toBe('offer');
  expect(await overlay.attempt(move(1, 'payment'), async () => true)).toBe(true);
  expect(overlay.view(board)[0]?.stage).toBe('payment');
  const failing = overlay.attempt(move(2, 'payment'), () => Promise.reject(new Error('a fault of ours')));
  await expect(failing).rejects.toThrow('a fault of ours');
  expect(overlay.view(board)[1]?.stage).toBe('offer');
});
