import type { CommandError } from '../ipc/client';
import { m } from '../paraglide/messages';

/** What a person is told about a failure: what happened, what is safe, and the words of a server if any. */
export interface ErrorWords {
  title: string;
  safe: string;
  detail?: string;
}

type Params = Readonly<Record<string, string>>;

/** Every code of the core that a person may meet. Add the code here and its strings to the catalogue. */
const WORDS: Readonly<Record<string, (params: Params) => { title: string; safe?: string }>> = {
  unreachable: () => ({ title: m.error_unreachable() }),
  not_found: () => ({ title: m.error_not_found() }),
  conflict: () => ({ title: m.error_conflict() }),
  stale_revision: () => ({ title: m.error_conflict() }),
  invalid: () => ({ title: m.error_invalid() }),
  forbidden: () => ({ title: m.error_forbidden() }),
  internal: () => ({ title: m.error_internal() }),
  unknown_command: () => ({ title: m.error_internal() }),
};

export function wordError(error: CommandError): ErrorWords {
  const words = WORDS[error.code]?.(error.params) ?? { title: m.error_unknown({ code: error.code }) };
  return { safe: m.error_nothing_lost(), ...words, detail: error.detail || undefined };
}
