import type { Block, BlockKind, BlockScope } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';

export const SCOPES: readonly BlockScope[] = ['both', 'message', 'comment'];

const SCOPE_NAMES: Readonly<Record<BlockScope, () => string>> = {
  message: m.block_scope_message,
  comment: m.block_scope_comment,
  both: m.block_scope_both,
};
const KIND_NAMES: Readonly<Record<BlockKind, () => string>> = {
  client: m.block_kind_client,
  post: m.block_kind_post,
  stop_word: m.block_kind_stop_word,
};
export const scopeName = (scope: BlockScope): string => SCOPE_NAMES[scope]();
export const kindName = (kind: BlockKind): string => KIND_NAMES[kind]();

/** What an entry names, and where a word counts. */
export function aboutBlock({ kind, scope }: Pick<Block, 'kind' | 'scope'>): string {
  return kind === 'stop_word' ? `${kindName(kind)} · ${scopeName(scope)}` : kindName(kind);
}

/** Why a message was held back: "Stop-word “casino”". */
export function whyHeld(kind: BlockKind, value: string): string {
  if (kind === 'client') return m.block_why_client();
  return kind === 'post' ? m.block_why_post() : m.block_why_word({ word: value });
}
