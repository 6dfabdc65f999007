import type { ConversationFound, MessageFound, PersonFound } from '$/ipc/bindings';

/** A line of the results; each one opens one conversation. */
export type ResultRow =
  | {
      kind: 'person';
      key: string;
      person: PersonFound;
      conversation: ConversationFound;
      /** The first of this person tells who it is. */
      first: boolean;
      /** Conversations beyond the ones shown, told on the last. */
      beyond: number;
    }
  | { kind: 'message'; key: string; message: MessageFound };

export function personRows(people: readonly PersonFound[]): ResultRow[] {
  return people.flatMap((person) =>
    person.conversations.map((conversation, index, all): ResultRow => {
      const last = index === all.length - 1;
      return {
        kind: 'person',
        key: `c${conversation.id}`,
        person,
        conversation,
        first: index === 0,
        beyond: last ? person.conversation_count - all.length : 0,
      };
    }),
  );
}

export function messageRows(messages: readonly MessageFound[]): ResultRow[] {
  const seen = new Set<number>();
  return messages.flatMap((message): ResultRow[] => {
    if (seen.has(message.id)) return [];
    seen.add(message.id);
    return [{ kind: 'message', key: `m${message.id}`, message }];
  });
}
