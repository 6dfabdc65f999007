import { m } from '../paraglide/messages';

type Subject = { subject: string };
interface NetworkWords {
  /** What happened. */
  title: string;
  /** What the person can do. */
  todo: string;
}

const WORDS: Readonly<Record<string, [title: (about: Subject) => string, todo: () => string]>> = {
  wrong_password: [m.network_wrong_password, m.network_wrong_password_todo],
  password_not_allowed: [m.network_password_not_allowed, m.network_password_not_allowed_todo],
  no_such_host: [m.network_no_such_host, m.network_no_such_host_todo],
  connection_refused: [m.network_connection_refused, m.network_connection_refused_todo],
  timeout: [m.network_timeout, m.network_timeout_todo],
  connection_lost: [m.network_connection_lost, m.network_by_itself],
  certificate_untrusted: [m.network_certificate_untrusted, m.network_certificate_untrusted_todo],
  tls_failed: [m.network_tls_failed, m.network_tls_failed_todo],
  no_starttls: [m.network_no_starttls, m.network_no_starttls_todo],
  plain_refused: [m.network_plain_refused, m.network_plain_refused_todo],
  not_a_mail_server: [m.network_not_a_mail_server, m.network_connection_refused_todo],
  server_busy: [m.network_server_busy, m.network_by_itself],
  server_refused: [m.network_server_refused, m.network_timeout_todo],
  garbled_answer: [m.network_garbled_answer, m.network_connection_refused_todo],
};

/**
 * Words for what a channel says about a server (`SourceHealth`, `Finding`, refused commands).
 * Codes of the sending server begin with `smtp_`; `subject` is the server. `undefined` for other codes.
 */
export function wordNetwork(code: string, subject: string): NetworkWords | undefined {
  const words = WORDS[code.replace(/^smtp_/, '')];
  if (!words) return undefined;
  const [title, todo] = words;
  const text = title({ subject: subject || m.network_the_server() });
  return {
    title: code.startsWith('smtp_') ? m.network_sending({ text }) : text,
    todo: todo(),
  };
}
