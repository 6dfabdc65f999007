import type { StageGroup } from '../ipc/bindings';

/** A deal that was just won or lost by hand. */
export interface Closed {
  deal: number;
  client: string;
  won: boolean;
}

/** The question why, asked once a deal was won or lost; it stands in nobody's way and is gone when it is not answered. */
class Closing {
  #asked = $state.raw<Closed>();

  get asked(): Closed | undefined {
    return this.#asked;
  }
  /** Asks where the stage says that the deal was won or lost. */
  ask(deal: number, client: string, group: StageGroup | undefined): void {
    if (group === 'successful' || group === 'unsuccessful')
      this.#asked = { deal, client, won: group === 'successful' };
  }
  done(): void {
    this.#asked = undefined;
  }
}

export const closing = new Closing();
