import type { PipelineKind } from '../ipc/bindings';
import { m } from '../paraglide/messages';

/** What pipelines are used for, in the order in which they are offered (CP-2). */
export const PIPELINE_KINDS: readonly PipelineKind[] = ['sales', 'tickets', 'nurture'];

const KINDS: Readonly<Record<PipelineKind, { name: () => string; about: () => string }>> = {
  sales: { name: m.pipelines_kind_sales, about: m.pipelines_kind_sales_about },
  tickets: { name: m.pipelines_kind_tickets, about: m.pipelines_kind_tickets_about },
  nurture: { name: m.pipelines_kind_nurture, about: m.pipelines_kind_nurture_about },
};

export function kindName(kind: PipelineKind): string {
  return KINDS[kind].name();
}
export function kindAbout(kind: PipelineKind): string {
  return KINDS[kind].about();
}

/** "3 opportunities", "1 ticket": cards by what they are in a pipeline of this kind. */
export function cardCount(kind: PipelineKind, count: number): string {
  switch (kind) {
    case 'sales':
      return m.pipelines_cards_sales({ count });
    case 'tickets':
      return m.pipelines_cards_tickets({ count });
    case 'nurture':
      return m.pipelines_cards_nurture({ count });
  }
}
