import type { ContactCandidate } from '$/ipc/bindings';
import type { CommandError } from '$/ipc/client';
import { Query } from '$/sync';

interface Asked {
  /** A contact who is not offered: the one whom it is about. */
  except?: number;
  /** Nobody is being looked for any more. */
  idle?: () => boolean;
}

/** People of the shop, found by name, number or address while somebody types. Construct it while a component initialises. */
export class PeopleSearch {
  readonly #query: Query<'contact_candidates'>;
  readonly #except: number | undefined;
  text = $state('');

  constructor({ except, idle = () => false }: Asked = {}) {
    this.#except = except;
    this.#query = new Query(
      'contact_candidates',
      () => (this.blank || idle() ? undefined : { text: this.text }),
      { entities: ['contact'] },
    );
  }
  /** Nothing to look for has been typed. */
  get blank(): boolean {
    return this.text.trim() === '';
  }
  get people(): readonly ContactCandidate[] {
    if (this.blank) return [];
    return (this.#query.data?.people ?? []).filter((person) => person.contact_id !== this.#except);
  }
  /** The first answer is on its way. */
  get loading(): boolean {
    return !this.blank && this.#query.state === 'loading';
  }
  /** Nobody was found for what stands there. */
  get nobody(): boolean {
    return !this.blank && this.#query.state === 'ready' && this.people.length === 0;
  }
  get error(): CommandError | undefined {
    return this.blank ? undefined : this.#query.error;
  }
  retry(): void {
    void this.#query.reload();
  }
}
