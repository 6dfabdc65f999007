import type { Priority } from '../ipc/bindings';
import { m } from '../paraglide/messages';

/** From the least to the most urgent. */
export const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

export function priorityName(priority: Priority): string {
  switch (priority) {
    case 'low':
      return m.deal_priority_low();
    case 'normal':
      return m.deal_priority_normal();
    case 'high':
      return m.deal_priority_high();
    case 'urgent':
      return m.deal_priority_urgent();
  }
}
