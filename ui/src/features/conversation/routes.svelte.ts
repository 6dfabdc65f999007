import type { ReplyRoute } from '$/ipc/bindings';
import { call } from '$/ipc/client';
import { routeKey } from '$/shared/route/route';
import { Query } from '$/sync';

/** Everything that opens or closes a way to answer. */
const ENTITIES = ['conversation', 'contact', 'message', 'source', 'outbox'];

/**
 * The ways to answer the customer, and the one that is chosen: the core's first choice, until a person chooses
 * (PO-10, UC-21). Construct it while a component initialises.
 */
export class Routes {
  readonly #query: Query<'route_list'>;
  #picked = $state.raw<{ conversation: number; key: string }>();
  readonly #conversation: () => number | undefined;

  constructor(conversation: () => number | undefined) {
    this.#conversation = conversation;
    this.#query = new Query(
      'route_list',
      () => {
        const conversation_id = conversation();
        return conversation_id === undefined ? undefined : { conversation_id };
      },
      { entities: ENTITIES },
    );
  }

  get all(): readonly ReplyRoute[] {
    return this.#query.data?.routes ?? [];
  }
  /** `undefined` until they have arrived. */
  get chosen(): ReplyRoute | undefined {
    const { data } = this.#query;
    if (!data) return undefined;
    const picked = this.#picked;
    if (picked && picked.conversation === this.#conversation()) {
      const still = data.routes.find((route) => routeKey(route) === picked.key);
      if (still) return still;
    }
    return data.preselected === null ? undefined : data.routes[data.preselected];
  }
  choose(route: ReplyRoute): void {
    const conversation = this.#conversation();
    if (conversation !== undefined) this.#picked = { conversation, key: routeKey(route) };
  }

  /** The conversation that a message on this way goes into; begins it where there is none. */
  async conversation(
    route: ReplyRoute | undefined,
    contact: number | undefined,
  ): Promise<number | undefined> {
    if (!route) return undefined;
    if (route.conversation_id !== null) return route.conversation_id;
    if (route.identity_id === null || contact === undefined) return undefined;
    const { id } = await call('conversation_open', {
      contact_id: contact,
      source_id: route.source_id,
      identity_id: route.identity_id,
    });
    return id;
  }
}
