import type { Attachment, Template, TemplatePreview } from '$/ipc/bindings';
import { call, CommandError } from '$/ipc/client';
import { m } from '$/paraglide/messages';
import { notifyDone, notifyError } from '$/shared/toast';
import { StagingArea, type Fresh } from '$/shared/writing/staging.svelte';

/** As the core takes it (bytes). */
const LARGEST_FILE = 25 * 1024 * 1024;

/** A template being edited; what is typed is kept until it is saved or left. */
export class TemplateForm {
  name = $state('');
  body = $state('');
  language = $state('');
  folder = $state('');
  personal = $state(false);
  files = $state.raw<readonly Attachment[]>([]);
  preview = $state.raw<TemplatePreview>();
  fault = $state.raw<CommandError>();
  busy = $state(false);
  readonly staging = new StagingArea();
  readonly id: number | null;
  #before = '';
  #saved = $state(false);

  constructor(template?: Partial<Template>) {
    this.id = template?.id ?? null;
    this.name = template?.name ?? '';
    this.body = template?.body ?? '';
    this.language = template?.language ?? '';
    this.folder = template?.folder ?? '';
    this.personal = template?.personal ?? false;
    this.files = template?.attachments ?? [];
    this.#before = this.#all();
  }

  /** Something is not saved; of a new one, whatever it began with. */
  get changed(): boolean {
    if (this.id === null) return !this.#saved && (this.name.trim() !== '' || this.body.trim() !== '');
    return this.#all() !== this.#before;
  }
  #all(): string {
    const files = this.files.map((file) => file.id);
    return JSON.stringify([this.name, this.body, this.language, this.folder, this.personal, files]);
  }

  /** What the core would make of the text; the latest question wins. */
  async look(conversation: number | undefined): Promise<void> {
    const text = this.body;
    try {
      const preview = await call('template_preview', {
        text,
        conversation_id: conversation ?? null,
        first: false,
        given: [],
      });
      if (text === this.body) this.preview = preview;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.preview = undefined;
    }
  }
  async attach(file: Fresh): Promise<void> {
    const staged = await this.staging.stage(file, { bytes: LARGEST_FILE, channel: m.templates_title() });
    if (staged) this.files = [...this.files, staged];
  }
  detach(id: number): void {
    this.files = this.files.filter((file) => file.id !== id);
  }

  /** The id of what was saved; nothing: it was refused, and the field says why. */
  async save(): Promise<number | undefined> {
    this.busy = true;
    this.fault = undefined;
    try {
      const made = await call('template_save', {
        template_id: this.id,
        name: this.name,
        body: this.body,
        language: this.language,
        folder: this.folder,
        personal: this.personal,
        attachment_ids: this.files.map((file) => file.id),
      });
      this.#before = this.#all();
      this.#saved = true;
      notifyDone(m.templates_saved({ name: this.name.trim() }), made.operation);
      return made.id;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      this.fault = cause;
      if (!cause.params.field) notifyError(cause);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

/** Deletes a template; the toast brings it back. */
export async function deleteTemplate(template: Template): Promise<boolean> {
  try {
    const done = await call('template_delete', { template_id: template.id });
    notifyDone(m.templates_deleted({ name: template.name }), done.operation);
    return true;
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    notifyError(cause);
    return false;
  }
}

/** What most shops write most often, in the language of the window. */
export function suggestions(): Pick<Template, 'name' | 'body' | 'folder'>[] {
  const first = `{{contact.first_name|${m.templates_first_there()}}}`;
  const agent = '{{agent}}';
  const company = '{{company}}';
  const price = '{{deal.value}}';
  const day = `{{ask.${m.templates_ask_example()}}}`;
  return [
    {
      name: m.templates_first_thanks(),
      body: m.templates_first_thanks_body({ first, agent, company }),
      folder: '',
    },
    {
      name: m.templates_first_offer(),
      body: m.templates_first_offer_body({ first, price, day, agent }),
      folder: '',
    },
    { name: m.templates_first_news(), body: m.templates_first_news_body({ first, agent }), folder: '' },
  ];
}
