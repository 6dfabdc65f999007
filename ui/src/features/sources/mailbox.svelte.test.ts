import { describe, expect, it } from 'vitest';
import type { MailboxRequest } from '$/ipc/bindings';
import { useHost } from '$/ipc/client';
import { FakeHost } from '$/ipc/host.fake';
import { MailboxWizard } from './mailbox.svelte';

const server = (host: string, port: number) => ({ host, port, security: 'tls' as const });
const known = {
  imap: server('imap.shop.example', 993),
  smtp: server('smtp.shop.example', 465),
  login: '',
  provenance: 'known_provider',
  notes: [],
};
const FINGERPRINT = 'ab'.repeat(32);

function open(answers: ConstructorParameters<typeof FakeHost>[0]): { host: FakeHost; wizard: MailboxWizard } {
  const host = new FakeHost(answers);
  useHost(host);
  const wizard = new MailboxWizard();
  wizard.form.address = 'info@shop.example';
  wizard.form.password = 'pw1';
  return { host, wizard };
}
const asked = (host: FakeHost) => host.asked.map(({ command }) => command);

describe('connecting a mailbox', () => {
  it('goes from the address to a connected source when the servers are known and work', async () => {
    const { host, wizard } = open({
      mail_discover: () => known,
      mailbox_check: () => ({ ok: true, findings: [] }),
      mailbox_save: () => ({ id: 7, operation: null }),
    });
    expect(await wizard.next()).toBe(7);
    expect(asked(host)).toEqual(['mail_discover', 'mailbox_check', 'mailbox_save']);
  });

  it('saves nothing when the test fails, and keeps what was typed', async () => {
    const finding = { code: 'wrong_password', blocking: true, subject: 'imap.shop.example', detail: 'NO' };
    const { host, wizard } = open({
      mail_discover: () => known,
      mailbox_check: () => ({ ok: false, findings: [finding] }),
    });
    expect(await wizard.next()).toBeUndefined();
    expect(asked(host)).not.toContain('mailbox_save');
    expect(wizard.findings).toEqual([finding]);
    expect(wizard.form.password).toBe('pw1');
  });

  it('stops to tell that a provider wants an app password before a wrong one is tried', async () => {
    const { host, wizard } = open({
      mail_discover: () => ({
        ...known,
        notes: [{ code: 'needs_app_password', blocking: false, subject: '', detail: '' }],
      }),
    });
    await wizard.next();
    expect(asked(host)).toEqual(['mail_discover']);
    expect(wizard.step).toBe('servers');
  });

  it('asks nobody while the address makes no sense', async () => {
    const { host, wizard } = open({});
    wizard.form.address = 'info';
    await wizard.next();
    expect(asked(host)).toEqual([]);
    expect(wizard.faults.address).not.toBeUndefined();
  });

  it('trusts a certificate only after the person said so', async () => {
    const seen: (string | null)[] = [];
    const { wizard } = open({
      mail_discover: () => known,
      mailbox_check: (request: MailboxRequest) => {
        seen.push(request.trusted_certificate);
        const finding = {
          code: 'certificate_untrusted',
          blocking: true,
          subject: 'imap.shop.example',
          detail: `sha256 ${FINGERPRINT}, issued by nobody`,
        };
        return request.trusted_certificate ? { ok: true, findings: [] } : { ok: false, findings: [finding] };
      },
      mailbox_save: () => ({ id: 7, operation: null }),
    });
    expect(await wizard.next()).toBeUndefined();
    expect(wizard.untrusted).toEqual({ host: 'imap.shop.example', fingerprint: FINGERPRINT });
    expect(await wizard.trust(FINGERPRINT)).toBe(7);
    expect(seen).toEqual([null, FINGERPRINT]);
  });

  it('follows the protection with the usual port, and leaves one of your own', () => {
    const { wizard } = open({});
    wizard.setSecurity('smtp', 'start_tls');
    expect(wizard.form.smtp.port).toBe(587);
    wizard.form.imap.port = 10143;
    wizard.setSecurity('imap', 'plain');
    expect(wizard.form.imap.port).toBe(10143);
  });
});
