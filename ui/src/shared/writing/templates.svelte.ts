import type { Template, TemplateInserted, TemplateQuestion } from '$/ipc/bindings';
import { call, type CommandError } from '$/ipc/client';
import { fold, matches } from '$/lib/fold';
import { Query } from '$/sync';

/** For whom a template is filled in. */
export interface Reader {
  /** The conversation; nothing: somebody to whom we write first. */
  conversation?: number;
  /** What is known of somebody new. */
  known?: readonly { name: string; value: string }[];
}

/** The language of a text without its region: `pt-BR` is `pt`. */
function base(language: string): string {
  return language.toLowerCase().split('-')[0] ?? '';
}

/**
 * Templates that answer a question, best first: names that begin with it, then names, then texts; among these the
 * reader's language, then those without one; what is used most.
 */
export function ranked(templates: readonly Template[], question: string, language: string): Template[] {
  const asked = fold(question.trim());
  const rank = (template: Template): number => {
    const name = fold(template.name);
    const found =
      asked === ''
        ? 0
        : name.startsWith(asked)
          ? 0
          : matches(`${template.name} ${template.folder}`, asked)
            ? 1
            : 2;
    const own = base(template.language);
    const foreign = own === '' ? 1 : language === '' || own === base(language) ? 0 : 2;
    return found * 3 + foreign;
  };
  return templates
    .filter(({ name, folder, body }) => asked === '' || matches(`${name} ${folder} ${body}`, asked))
    .map((template) => ({ template, rank: rank(template) }))
    .toSorted(
      (a, b) =>
        a.rank - b.rank ||
        b.template.use_count - a.template.use_count ||
        a.template.name.localeCompare(b.template.name),
    )
    .map(({ template }) => template);
}

/** All templates, kept fresh. Construct it while a component initialises. */
export class TemplateBook {
  readonly #query = new Query('template_list', () => ({}), { entities: ['template', 'trigger'] });

  get state(): 'loading' | 'ready' | 'error' | 'offline' {
    return this.#query.state;
  }
  get error(): CommandError | undefined {
    return this.#query.error;
  }
  get all(): readonly Template[] {
    return this.#query.data?.templates ?? [];
  }
  retry(): void {
    void this.#query.reload();
  }
}

/** What has to be asked before a template can be used. */
export async function questionsOf(template: Template, reader: Reader): Promise<TemplateQuestion[]> {
  const preview = await call('template_preview', {
    text: template.body,
    conversation_id: reader.conversation ?? null,
    first: reader.conversation === undefined,
    given: [...(reader.known ?? [])],
  });
  return preview.questions;
}

/** The text with what is known and what was answered, and its files staged. Counts as a use. */
export function insert(
  template: Template,
  reader: Reader,
  answers: readonly { name: string; value: string }[],
): Promise<TemplateInserted> {
  return call('template_insert', {
    template_id: template.id,
    conversation_id: reader.conversation ?? null,
    given: [...(reader.known ?? []), ...answers],
  });
}
