import { host } from '$/ipc/client';
import { getLocale } from '$/lib/locale';
import { m } from '$/paraglide/messages';
import { notify } from '$/shared/toast';
import { Query, workspace } from '$/sync';

/** What a person may hand to whoever helps: shown before it goes anywhere, and nothing goes by itself. */
export class Report {
  /** Asked once: what is copied is what was shown. */
  readonly #query = new Query('diagnostics_get', () => ({}), { entities: [] });

  /** Whether the core has not answered: what only the window knows can be handed over all the same. */
  get isPartial(): boolean {
    return this.#query.data === undefined && this.#query.error !== undefined;
  }
  retry(): void {
    void this.#query.reload();
  }

  /** What the core says, and what only the window knows; in English, as the rest of it. `undefined`: not yet. */
  get text(): string | undefined {
    const { data, error } = this.#query;
    const core = data?.text ?? (error && `The core did not answer: ${error.code}`);
    if (core === undefined) return undefined;
    const { innerWidth, innerHeight, devicePixelRatio } = window;
    const { theme, density } = document.documentElement.dataset;
    return [
      core.trimEnd(),
      `Web view: ${navigator.userAgent}`,
      `Window: ${innerWidth} × ${innerHeight} at ${devicePixelRatio}, ${getLocale()}, ${theme ?? '-'}, ${density ?? '-'}, ${host().kind}`,
    ].join('\n');
  }

  async copy(): Promise<void> {
    if (this.text === undefined) return;
    try {
      await navigator.clipboard.writeText(this.text);
      notify(m.help_copied());
    } catch {
      // Refused by the web view or the desktop: the text is on screen and can be marked.
      notify(m.help_copy_failed());
    }
  }

  /** An e-mail without an addressee: who helps is the person's to say. */
  get mail(): string {
    const subject = m.help_mail_subject({ version: workspace.data?.version ?? '' });
    const body = `${m.help_mail_body()}\n\n${this.text ?? ''}\n`;
    // Lines of a mail end in CRLF there, too (RFC 6068, 5).
    return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
  }
}
