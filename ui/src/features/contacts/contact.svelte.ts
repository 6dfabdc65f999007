import type { ContactUpdateRequest, Conversation, Money } from '$/ipc/bindings';
import { call } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { addTag, attempt, chooseStage, knownTag, putInCharge, removeTag, setPrice } from '$/shared/acts';

type Profile = Partial<Omit<ContactUpdateRequest, 'contact_id'>>;

/** What a person does to the contact and the deal beside a conversation (PO-6). */
export class ContactSheet {
  readonly #conversation: () => Conversation;

  constructor(conversation: () => Conversation) {
    this.#conversation = conversation;
  }

  /** Changes the profile; an empty name shows the network's again. */
  update(profile: Profile): void {
    const contact_id = this.#conversation().contact.id;
    const request = {
      contact_id,
      custom_name: null,
      full_name: null,
      nickname: null,
      company: null,
      language: null,
      comment: null,
      preferred_channel: null,
      ...profile,
    };
    void attempt(() => call('contact_update', request), m.act_contact());
  }
  putInCharge(member: number | null): void {
    void putInCharge(this.#conversation().id, member);
  }
  chooseStage(stage: number): void {
    void chooseStage(this.#conversation(), stage);
  }

  /** Adds a tag by name, new or known; one that is there already stays. */
  addTag(name: string): void {
    const { id, tag_ids } = this.#conversation();
    const wanted = name.trim();
    const known = knownTag(wanted);
    if (wanted === '' || (known && tag_ids.includes(known.id))) return;
    void addTag(id, known?.name ?? wanted);
  }
  removeTag(tag: number): void {
    void removeTag(this.#conversation().id, tag);
  }

  setPrice(price: Money | null): void {
    const { deal } = this.#conversation();
    if (deal) void setPrice(deal.id, price);
  }
}
