import { expect, it } from 'vitest';
import { fakeRoute, NOW } from '../../ipc/fake-data';
import { closedReason, routeKey, routeTitle } from './route';

it('tells ways to answer apart, begun or not', () => {
  expect(routeKey(fakeRoute())).toBe('conversation:1');
  expect(routeKey(fakeRoute({ conversation_id: null, identity_id: 4 }))).toBe('new:1:4');
});
it('says on which account and where it will be read', () => {
  expect(routeTitle(fakeRoute(), 'info@')).toMatch(/· info@$/);
  expect(routeTitle(fakeRoute({ mode: 'comments' }), 'info@')).toMatch(/comment/);
});
it('says why a way is closed, and since when (UC-21)', () => {
  expect(closedReason(fakeRoute())).toBeUndefined();
  expect(closedReason(fakeRoute({ closed: 'window_closed', closed_at: NOW }))).toMatch(/22/);
  expect(closedReason(fakeRoute({ closed: 'of_a_newer_core' })), 'a code of a newer core').toMatch(
    /of_a_newer_core/,
  );
});
