import type { StarsExplanation } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';

/** What a number of stars is called (PO-13). */
export function levelName(stars: number): string {
  const names = [
    m.stars_level_0,
    m.stars_level_1,
    m.stars_level_2,
    m.stars_level_3,
    m.stars_level_4,
    m.stars_level_5,
  ];
  return (names[stars] ?? m.stars_level_0)();
}

/** The rule that held. */
export function levelRule({ stars, sent, reachable }: StarsExplanation): string {
  if (stars === 0 && !reachable && sent > 0) return m.stars_rule_invalid();
  const rules = [
    m.stars_rule_0,
    m.stars_rule_1,
    m.stars_rule_2,
    m.stars_rule_3,
    m.stars_rule_4,
    m.stars_rule_5,
  ];
  return (rules[stars] ?? m.stars_rule_0)();
}

/** What brings the next star; `undefined`: there is none. */
export function nextStar({ next_stars, missing, reachable }: StarsExplanation): string | undefined {
  switch (next_stars) {
    case 1:
      return reachable ? m.stars_next_1() : m.stars_next_address();
    case 2:
      return m.stars_next_2();
    case 3:
      return m.stars_next_3();
    case 4:
      return m.stars_next_4({ count: missing });
    case 5:
      return m.stars_next_5({ count: missing });
    default:
      return undefined;
  }
}
