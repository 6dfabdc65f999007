import { describe, expect, it } from 'vitest';
import { fakeMessage, fakeWorkspace, MINUTE, NOW } from '$/ipc/fake-data';
import type { Message } from '$/ipc/bindings';
import { delivery, failReason } from './delivery';

const [source] = fakeWorkspace().sources;
const out = (part: Partial<Message>) => fakeMessage({ direction: 'out', at: NOW, ...part });

describe('delivery', () => {
  it('says nothing about what came in', () => {
    expect(delivery(fakeMessage(), source, NOW)).toBeUndefined();
  });
  it('counts down while a message can still be taken back', () => {
    const line = delivery(out({ state: 'scheduled', next_try_at: NOW + 4_200 }), source, NOW);
    expect(line?.text).toContain('5');
    expect(line?.acts).toEqual(['undo', 'send_now']);
  });
  it('counts down the moments in which sending can be undone', () => {
    const line = delivery(out({ state: 'queued', next_try_at: NOW + 3_000 }), source, NOW);
    expect(line?.text).toContain('3');
    expect(delivery(out({ state: 'queued', next_try_at: NOW }), source, NOW)?.text).toBe('waiting');
  });
  it('tells a delayed message by its time', () => {
    const line = delivery(out({ state: 'scheduled', next_try_at: NOW + 10 * MINUTE }), source, NOW);
    expect(line?.text).toMatch(/10 min/);
  });
  it('waits visibly for the network', () => {
    const offline = source && { ...source, health: { ...source.health, state: 'offline' } };
    expect(delivery(out({ state: 'queued' }), offline, NOW)?.text).toBe('waiting for network');
    expect(delivery(out({ state: 'queued' }), source, NOW)?.text).toBe('waiting');
  });
  it('offers two ways out where nobody knows whether it was sent', () => {
    expect(delivery(out({ state: 'unknown' }), source, NOW)?.acts).toEqual(['confirm_sent', 'send_again']);
  });
  it('gives the reason of a failure and a second try', () => {
    const line = delivery(out({ state: 'failed', fail_code: 'message_too_big' }), source, NOW);
    expect(line).toMatchObject({ tone: 'problem', acts: ['send_again', 'edit'] });
    expect(line?.text).toContain('too large');
  });
  it.each(['sending', 'sent', 'delivered', 'read', 'cancelled'] as const)(
    'has nothing to press when %s',
    (state) => {
      expect(delivery(out({ state }), source, NOW)?.acts).toEqual([]);
    },
  );
});

it('words what the sending server said, and shows a code it does not know', () => {
  expect(failReason('smtp_wrong_password')).not.toContain('smtp_wrong_password');
  expect(failReason('something_new')).toContain('something_new');
});
